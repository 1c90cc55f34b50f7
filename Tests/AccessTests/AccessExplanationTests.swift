import Core
import TestKit
import Testing

@Suite struct AccessExplanationTests {
    private static let now = CivilTime(year: 2026, month: 1, day: 5, hour: 12).timestamp

    /// Whatever it says of the rules, the decision is the policy's.
    @Test func `an explanation decides as the policy does, and names a rule exactly when there is one`() {
        for viewer in RightsMatrix.viewers(of: .account) {
            for standing in RightsMatrix.standings(now: Self.now) {
                for action in [Action.view, .change] {
                    let decision = standing.decide(action, .account, viewer, at: Self.now)
                    let explanation = AccessExplanation(
                        action, on: .account, standing.facts ?? .ownerless, by: viewer, in: RightsMatrix.tree, at: Self.now)
                    #expect(explanation.decision == decision)
                    #expect((explanation.outcome == .allowed) == decision.isAllowed)
                    #expect(explanation.lines.count == viewer.grants.count)
                    guard let by = decision.by else { continue }
                    #expect(explanation.lines.contains { $0.grant == by.grant && $0.verdict == .reaches(by.reach) })
                }
            }
        }
    }

    @Test(
        arguments: [
            (.own, [.view], .view, .outOfReach, .misses(.notOwner)),
            (.unit, [.view], .view, .outOfReach, .misses(.notOfUnit)),
            (.unitAndBelow, [.view], .view, .outOfReach, .misses(.notOfUnitOrBelow)),
            (.shared, [.view], .view, .allowed, .reaches(.shared(with: RightsMatrix.anna))),
            (.shared, [.view, .change], .change, .outOfReach, .misses(.sharedForViewing)),
            (.all, [.view], .change, .noRuleForAction, .reaches(.all)),
            (.all, [.change], .change, .notViewed, .reaches(.all)),
            (.all, [.export], .view, .noRuleForAction, .misses(.otherAction)),
        ] as [(RowScope, Set<Action>, Action, AccessExplanation.Outcome, AccessExplanation.Verdict)])
    func `each rule says why it does not count`(
        scope: RowScope, actions: Set<Action>, action: Action, outcome: AccessExplanation.Outcome,
        verdict: AccessExplanation.Verdict
    ) {
        let viewer = Viewer(
            user: RightsMatrix.anna, units: [RightsMatrix.north],
            grants: [Grant(role: "Rule", resource: .account, actions: actions, scope: scope)])
        let facts = RecordFacts(
            owner: RightsMatrix.boris, unit: RightsMatrix.south,
            shares: [.init(principal: RightsMatrix.anna, mayChange: false)])
        let explanation = AccessExplanation(action, on: .account, facts, by: viewer, in: RightsMatrix.tree, at: Self.now)
        #expect(explanation.outcome == outcome)
        #expect(explanation.lines.map(\.verdict) == [verdict])
    }

    @Test func `name and owner alone are no access, and no rule is no access`() {
        let grant = Grant(role: "Directory", resource: .account, actions: [.view], scope: .all, level: .ownerOnly)
        func outcome(_ action: Action, _ grants: [Grant]) -> AccessExplanation.Outcome {
            AccessExplanation(
                action, on: .account, .ownerless, by: Viewer(user: nil, grants: grants), in: UnitTree(), at: Self.now
            ).outcome
        }
        #expect(outcome(.view, [grant]) == .ownerOnly)
        #expect(outcome(.change, [grant]) == .noRuleForAction)
        #expect(outcome(.view, []) == .noRule)
    }
}
