import Access
package import ContactsAPI
package import Core
package import Database

/// Plans that many accounts belong to somebody else, without moving any: what would happen is to be looked at first.
package struct PlanReassignment: Sendable {
    /// So many accounts at a time.
    static let most = 100_000

    package let database: any Database
    package let rights: OwnershipRights
    package let ids: IdentifierSource
    package let clock: any WallClock

    /// `departure` is of who leaves, if somebody does.
    package func callAsFunction(
        _ request: ReassignmentRequest, departure: Departure? = nil, under creation: Creation, by caller: Caller
    ) async throws -> (reassignment: ReassignmentResource, isNew: Bool) {
        try await database.write { tx in
            let (plan, isNew) = try creation.once(in: tx, find: { try ReassignmentStore.find($0, in: tx)?.reassignment }) {
                let plan = try make(request, departure, caller, in: tx)
                return (plan.id, plan)
            }
            return (try ReadReassignments.resource(of: plan, to: caller.viewer, rights, in: tx), isNew)
        }
    }

    private func make(
        _ request: ReassignmentRequest, _ departure: Departure?, _ caller: Caller, in tx: Transaction
    ) throws -> Reassignment {
        for (field, successor) in [("/teamsTo", departure?.teamsTo), ("/deputiesTo", departure?.deputiesTo)] {
            if let successor { _ = try FindReceiver.user(successor, at: field, in: tx) }
        }
        let slots = try receivers(request.rule, caller.viewer, in: tx)
        let filter = AccessFilter(caller.viewer, in: try rights.organization.tree(in: tx), at: clock.now())
        let assignable = filter.rows(.assign, on: .account, columns: .ofAccounts)
        let visible = filter.rows(.view, on: .account, level: .ownerOnly, columns: .ofAccounts)
        let mine = try ReassignmentPlan.count(request.filter, in: assignable, limit: Self.most + 1, tx)
        guard mine <= Self.most else {
            throw Refusal(
                .invalid, "too-many", "At most \(Self.most) customers are moved at a time. Narrow the filter and do it in parts.")
        }
        let seen = try ReassignmentPlan.count(request.filter, in: visible, limit: Self.most * 2, tx)
        var plan = Reassignment(
            id: ids.next(), departure: departure, state: .previewed, request: request, by: ActorResource(caller),
            createdAt: clock.now())
        try ReassignmentStore.add(plan, subject: caller.subject, in: tx)
        try ReassignmentStore.addSlots(slots, of: plan.id, in: tx)
        let noted = try ReassignmentPlan.note(
            request.filter, in: assignable, request.rule.kind, slots: slots.count, of: plan.id, tx)
        try ReassignmentPlan.skipElsewhere(plan.id, tx)
        plan.leftOut = [
            (ReassignmentNote.missingRight, seen - mine), (ReassignmentNote.noTarget, mine - Int64(noted)),
            (ReassignmentNote.notFound, Int64(Set(request.filter.accounts ?? []).count) - seen),
        ].filter { $0.1 > 0 }.map { ReassignmentConflict(code: $0.0, accounts: $0.1) }
        plan.counts = try ReassignmentItemStore.counts(of: plan.id, in: tx)
        try ReassignmentStore.save(plan, in: tx)
        return plan
    }

    /// Throws `unknown-id`, `inactive` and `out-of-reach`.
    private func receivers(_ rule: ReassignmentRule, _ viewer: Viewer, in tx: Transaction) throws -> [ReassignmentSlot] {
        try rule.targets.enumerated().map { index, target in
            let receiver: Receiver = target.userID.map { .user($0) } ?? .queue(target.unitID ?? UnitTree.root)
            let ownership = try FindReceiver.ownership(of: receiver, field: "/rule/targets/\(index)", in: tx)
            try rights.requireReach(ownership, of: .ownerless, by: viewer, in: tx)
            return ReassignmentSlot(slot: index, forUnit: target.forUnitID, ownership: ownership)
        }
    }
}
