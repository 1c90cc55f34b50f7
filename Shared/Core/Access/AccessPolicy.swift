/// Decides about rights, everywhere: lists, details, search, histories, exports, feeds and pages ask here, or ask SQL that says the
/// same (`AccessFilter`). Pure, so that one table of cases proves it.
package enum AccessPolicy {
    /// Whether `viewer` may do this to a row with these facts. All rules that reach the row count together: the widest level, and of
    /// each field group the widest access. An action other than viewing needs a rule of its own **and** that the row may be viewed
    /// in full: nobody changes what he cannot see.
    package static func decide(
        _ action: Action, on resource: Resource, _ record: RecordFacts, by viewer: Viewer, in tree: UnitTree, at now: Timestamp
    ) -> AccessDecision {
        let viewing = reaching(.view, resource, record, viewer, tree, now)
        let level = viewing.map(\.grant.level).max() ?? .none
        let shown = viewing.filter { $0.grant.level == .full }
        guard action != .view else {
            let by = shown.first ?? viewing.first
            return AccessDecision(
                action: action, level: level, fields: fields(shown.map(\.grant)).mapValues { min($0, .read) }, by: by)
        }
        let doing = reaching(action, resource, record, viewer, tree, now).filter { $0.grant.level == .full }
        guard level == .full, let by = doing.first else {
            return AccessDecision(action: action, level: .none, fields: [:], by: nil)
        }
        let visible = fields(shown.map(\.grant))
        let writable = fields(doing.map(\.grant))
        return AccessDecision(
            action: action, level: .full,
            fields: visible.merging(writable) { visible, writable in
                visible == .hidden ? .hidden : writable
            }, by: by)
    }

    private static func reaching(
        _ action: Action, _ resource: Resource, _ record: RecordFacts, _ viewer: Viewer, _ tree: UnitTree, _ now: Timestamp
    ) -> [AccessDecision.Rule] {
        viewer.grants(to: action, on: resource).compactMap { grant in
            reach(of: grant.scope, mayChange: action != .view, record, viewer, tree, now).map {
                AccessDecision.Rule(grant: grant, reach: $0)
            }
        }
    }

    /// How a scope reaches the row; `nil` when it does not.
    static func reach(
        of scope: RowScope, mayChange: Bool, _ record: RecordFacts, _ viewer: Viewer, _ tree: UnitTree, _ now: Timestamp
    ) -> AccessDecision.Reach? {
        switch scope {
        case .all: return .all
        case .shared:
            let principals = Set(viewer.units.flatMap(tree.path) + [viewer.user].compactMap(\.self))
            return record.shares.first {
                principals.contains($0.principal) && $0.holds(at: now) && ($0.mayChange || !mayChange)
            }.map { .shared(with: $0.principal) }
        case .own, .ownAndDeputies, .unit, .unitAndBelow: break
        }
        if let owner = record.owner {
            if owner == viewer.user { return .owner }
            if scope != .own, viewer.deputyFor.contains(owner) { return .deputy(of: owner) }
        }
        guard let unit = record.unit else { return nil }
        if scope == .unit || scope == .unitAndBelow, viewer.units.contains(unit) { return .unit(unit) }
        if scope == .unitAndBelow { return viewer.units.first { tree.isAtOrBelow(unit, $0) }.map { .unit($0) } }
        return nil
    }

    private static func fields(_ grants: [Grant]) -> [FieldGroup: FieldAccess] {
        var fields: [FieldGroup: FieldAccess] = [:]
        for group in FieldGroup.allCases { fields[group] = grants.map { $0.access(to: group) }.max() ?? .hidden }
        return fields
    }
}
