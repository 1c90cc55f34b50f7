/// Why somebody may do something with a row or may not: each of his rules that speaks of it, and how it reaches the row or why not.
package struct AccessExplanation: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case reaches(AccessDecision.Reach)
        case misses(Miss)
    }

    /// Why a rule does not count for the row.
    package enum Miss: String, Sendable, CaseIterable {
        /// The row is another's, and of nobody whom the viewer stands in for where the rule would reach those.
        case notOwner
        /// Nor is it of one of his units.
        case notOfUnit
        /// Nor of one below them.
        case notOfUnitOrBelow
        case notShared
        /// It is shared, but for viewing only.
        case sharedForViewing
        /// It is about another action.
        case otherAction
    }

    package struct Line: Hashable, Sendable {
        package let grant: Grant
        package let verdict: Verdict
    }

    package enum Outcome: String, Sendable, CaseIterable {
        case allowed
        /// Name and owner only.
        case ownerOnly
        /// No rule speaks of the resource.
        case noRule
        /// No rule is about the action.
        case noRuleForAction
        /// None of the rules about the action reaches the row.
        case outOfReach
        /// A rule would allow the action, but the row cannot be viewed in full, and nobody changes what he cannot see.
        case notViewed
    }

    package let decision: AccessDecision
    package let outcome: Outcome
    /// Those about the action and, where it is another one, those about viewing; then the others of the resource.
    package let lines: [Line]

    private init(decision: AccessDecision, outcome: Outcome, lines: [Line]) {
        (self.decision, self.outcome, self.lines) = (decision, outcome, lines)
    }
}

extension AccessExplanation {
    package init(
        _ action: Action, on resource: Resource, _ record: RecordFacts, by viewer: Viewer, in tree: UnitTree, at now: Timestamp
    ) {
        let decision = AccessPolicy.decide(action, on: resource, record, by: viewer, in: tree, at: now)
        let grants = viewer.grants.filter { $0.resource == resource }
        let ordered =
            grants.filter { $0.actions.contains(action) }
            + grants.filter { !$0.actions.contains(action) && $0.actions.contains(.view) }
            + grants.filter { !$0.actions.contains(action) && !$0.actions.contains(.view) }
        let lines = ordered.map { grant in
            Line(grant: grant, verdict: Self.verdict(on: grant, action, record, viewer, tree, now))
        }
        self.init(decision: decision, outcome: Self.outcome(decision, action, lines), lines: lines)
    }

    private static func outcome(_ decision: AccessDecision, _ action: Action, _ lines: [Line]) -> Outcome {
        if decision.isAllowed { return .allowed }
        if action == .view, decision.level == .ownerOnly { return .ownerOnly }
        guard !lines.isEmpty else { return .noRule }
        let about = lines.filter { $0.grant.actions.contains(action) }
        guard !about.isEmpty else { return .noRuleForAction }
        let isReached = about.contains { line in
            if case .reaches = line.verdict { line.grant.level == .full } else { false }
        }
        return isReached ? .notViewed : .outOfReach
    }

    private static func verdict(
        on grant: Grant, _ action: Action, _ record: RecordFacts, _ viewer: Viewer, _ tree: UnitTree, _ now: Timestamp
    ) -> Verdict {
        guard grant.actions.contains(action) || grant.actions.contains(.view) else { return .misses(.otherAction) }
        let mayChange = action != .view && grant.actions.contains(action)
        if let reach = AccessPolicy.reach(of: grant.scope, mayChange: mayChange, record, viewer, tree, now) {
            return .reaches(reach)
        }
        return .misses(miss(of: grant.scope, mayChange, record, viewer, tree, now))
    }

    private static func miss(
        of scope: RowScope, _ mayChange: Bool, _ record: RecordFacts, _ viewer: Viewer, _ tree: UnitTree, _ now: Timestamp
    ) -> Miss {
        switch scope {
        case .own, .ownAndDeputies, .all: return .notOwner
        case .unit: return .notOfUnit
        case .unitAndBelow: return .notOfUnitOrBelow
        case .shared:
            let isShared = AccessPolicy.reach(of: .shared, mayChange: false, record, viewer, tree, now) != nil
            return mayChange && isShared ? .sharedForViewing : .notShared
        }
    }
}
