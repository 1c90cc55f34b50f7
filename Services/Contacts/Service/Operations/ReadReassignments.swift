import Access
package import ContactsAPI
package import Core
package import Database

/// Reassignments as whoever made them sees them, and whoever may assign all accounts.
package struct ReadReassignments: Sendable {
    static let missing = Refusal(.notFound, "not-found", "There is no reassignment with this id.")

    package let database: any Database
    package let rights: OwnershipRights

    package func callAsFunction(_ id: ID, by caller: Caller) async throws -> ReassignmentResource {
        try await database.read { tx in
            let plan = try find(id, caller, in: tx)
            return try Self.resource(of: plan, to: caller.viewer, rights, in: tx)
        }
    }

    /// Newest first, without their first accounts; one more than `limit` says that there are more.
    package func list(before: ID?, limit: Int, by caller: Caller) async throws -> [ReassignmentResource] {
        try await database.read { tx in
            let isEverything = try Self.seesAll(caller.viewer, rights, in: tx)
            let plans = try ReassignmentStore.page(of: isEverything ? nil : caller.subject, before: before, limit: limit, in: tx)
            return try plans.map { try Self.resource(of: $0, to: caller.viewer, rights, first: 0, in: tx) }
        }
    }

    /// The accounts in the order of their ids, as far as the caller may see them.
    package func items(
        of id: ID, _ state: ReassignmentItemState?, after: Int64, limit: Int, by caller: Caller
    ) async throws -> [(position: Int64, item: ReassignmentItemResource)] {
        try await database.read { tx in
            let plan = try find(id, caller, in: tx)
            return try Self.items(of: plan, state, after: after, limit: limit, to: caller.viewer, rights, in: tx)
        }
    }

    private func find(_ id: ID, _ caller: Caller, in tx: Transaction) throws -> Reassignment {
        guard let (plan, subject) = try ReassignmentStore.find(id, in: tx),
            try Self.isSeen(by: caller, madeBy: subject, rights, in: tx)
        else { throw Self.missing }
        return plan
    }

    static func isSeen(by caller: Caller, madeBy subject: String, _ rights: OwnershipRights, in tx: Transaction) throws -> Bool {
        try caller.subject == subject || seesAll(caller.viewer, rights, in: tx)
    }

    private static func seesAll(_ viewer: Viewer, _ rights: OwnershipRights, in tx: Transaction) throws -> Bool {
        try rights.decide(.assign, on: .ownerless, by: viewer, in: tx).isAllowed
    }

    static func resource(
        of plan: Reassignment, to viewer: Viewer, _ rights: OwnershipRights, first: Int = 20, in tx: Transaction
    ) throws -> ReassignmentResource {
        var slots: [Int: Ownership] = [:]
        for slot in try ReassignmentStore.slots(of: plan.id, in: tx) { slots[slot.slot] = slot.ownership }
        let shares = try ReassignmentItemStore.shares(of: plan.id, in: tx).compactMap { slot, accounts in
            try slots[slot].map { ReassignmentShare(holder: try OwnerStore.holder($0, in: tx), accounts: accounts) }
        }
        return ReassignmentResource(
            id: plan.id, state: plan.state, userID: plan.departure?.user, deactivates: plan.departure?.deactivates ?? false,
            teamsTo: plan.departure?.teamsTo, deputiesTo: plan.departure?.deputiesTo, request: plan.request, by: plan.by,
            createdAt: plan.createdAt, appliedAt: plan.appliedAt, finishedAt: plan.finishedAt, counts: plan.counts,
            targets: shares,
            conflicts: plan.leftOut + (try ReassignmentItemStore.notes(of: plan.id, in: tx)),
            first: try items(of: plan, nil, after: 0, limit: first, to: viewer, rights, in: tx).map(\.item))
    }

    private static func items(
        of plan: Reassignment, _ state: ReassignmentItemState?, after: Int64, limit: Int, to viewer: Viewer,
        _ rights: OwnershipRights, in tx: Transaction
    ) throws -> [(position: Int64, item: ReassignmentItemResource)] {
        guard limit > 0 else { return [] }
        let filter = AccessFilter(viewer, in: try rights.organization.tree(in: tx), at: rights.clock.now())
        let seen = filter.rows(.view, on: .account, level: .ownerOnly, columns: .ofAccounts)
        let page = try ReassignmentItemStore.page(of: plan.id, state, after: after, seen: seen, limit: limit, in: tx)
        var holders: [Ownership: HolderResource] = [:]
        for ownership in Set(page.flatMap { [$0.item.from, $0.item.to] }) {
            holders[ownership] = try OwnerStore.holder(ownership, in: tx)
        }
        return page.compactMap { item, name in
            guard let from = holders[item.from], let to = holders[item.to] else { return nil }
            return (
                item.position,
                ReassignmentItemResource(
                    accountID: item.account, accountName: name, from: from, to: to, state: item.state, note: item.note)
            )
        }
    }
}
