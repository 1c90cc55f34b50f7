package import Access
package import Core
package import Database

/// Who may do what with an account, and who may give it to whom.
package struct OwnershipRights: Sendable {
    package let organization: Organization
    package let clock: any WallClock

    package init(organization: Organization, clock: any WallClock) {
        (self.organization, self.clock) = (organization, clock)
    }

    package func decide(_ action: Action, on facts: RecordFacts, by viewer: Viewer, in tx: Transaction) throws -> AccessDecision {
        let decision = AccessPolicy.decide(
            action, on: .account, facts, by: viewer, in: try organization.tree(in: tx), at: clock.now())
        tx.notes?.decision = decision
        return decision
    }

    /// Throws `not-found` where the row is not there for the viewer, and `missing-right` where he sees it but may not.
    package func require(_ action: Action, on facts: RecordFacts, by viewer: Viewer, in tx: Transaction) throws {
        guard try !decide(action, on: facts, by: viewer, in: tx).isAllowed else { return }
        let isSeen = try decide(.view, on: facts, by: viewer, in: tx).level != .none
        throw isSeen ? OwnershipRefusal.missingRight(to: action) : OwnershipRefusal.unseen
    }

    /// Who gives must be able to take back: throws `out-of-reach` where the account, once it belongs there, is none that the
    /// viewer may assign.
    package func requireReach(
        _ ownership: Ownership, of facts: RecordFacts, by viewer: Viewer, in tx: Transaction
    ) throws {
        let given = RecordFacts(owner: ownership.owner, unit: ownership.unit, shares: facts.shares)
        guard try decide(.assign, on: given, by: viewer, in: tx).isAllowed else { throw OwnershipRefusal.outOfReach }
    }
}

enum OwnershipRefusal {
    static let unseen = Refusal(.notFound, "not-found", "There is no customer with this id.")
    static let stale = Refusal(.stale, "stale", "The customer was changed meanwhile. Read it again and decide anew.")
    static let outOfReach = Refusal(
        .forbidden, "out-of-reach",
        "Customers can be given only to people and queues that your own right to assign reaches. Ask somebody who leads both.")

    static func missingRight(to action: Action) -> Refusal {
        Refusal(
            .forbidden, "missing-right",
            "This needs the right to \(action.rawValue) this customer. Ask the owner or whoever leads the unit.")
    }
}
