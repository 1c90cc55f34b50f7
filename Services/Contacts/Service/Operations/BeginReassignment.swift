import Access
package import ContactsAPI
package import Core
package import Database
package import Jobs

/// Lets a planned reassignment begin, or lets one that is done be undone. The work is one job; what the caller may not assign
/// himself is left where it is.
package struct BeginReassignment: Sendable {
    package let database: any Database
    package let jobs: JobQueue
    package let rights: OwnershipRights
    package let clock: any WallClock

    /// Again while it runs: the job is taken up again, should it be dead.
    package func apply(_ id: ID, by caller: Caller) async throws -> ReassignmentResource {
        try await begin(id, from: .previewed, to: .running, by: caller) { plan, filter, tx in
            let rows = filter.rows(.assign, on: .account, columns: .ofAccounts)
            if let departure = plan.departure {
                if departure.needsAdministration { try OffboardUser.requireAdministering(caller) }
                if departure.teamsTo != nil {
                    let changing = filter.rows(.change, on: .account, columns: .ofAccounts)
                    try ShareStore.markPassing(of: departure.user, for: plan.id, in: rows, changing: changing, tx)
                }
            }
            for slot in try ReassignmentStore.slots(of: plan.id, in: tx) {
                try rights.requireReach(slot.ownership, of: .ownerless, by: caller.viewer, in: tx)
            }
            try ReassignmentPlan.hold(plan.id, to: rows, from: .planned, becoming: .skipped, tx)
            try ReassignmentPlan.skipElsewhere(plan.id, tx)
        }
    }

    /// Puts back what has not been given to somebody else since.
    package func undo(_ id: ID, by caller: Caller) async throws -> ReassignmentResource {
        try await begin(id, from: .done, to: .undoing, by: caller) { plan, filter, tx in
            let rows = filter.rows(.assign, on: .account, columns: .ofAccounts)
            for origin in try ReassignmentItemStore.origins(of: plan.id, in: tx) {
                try rights.requireReach(origin, of: .ownerless, by: caller.viewer, in: tx)
            }
            try ReassignmentPlan.hold(plan.id, to: rows, from: .moved, becoming: .kept, tx)
        }
    }

    private func begin(
        _ id: ID, from: ReassignmentState, to: ReassignmentState, by caller: Caller,
        _ prepare: @escaping @Sendable (Reassignment, AccessFilter, Transaction) throws -> Void
    ) async throws -> ReassignmentResource {
        try await database.write { tx in
            guard let (found, subject) = try ReassignmentStore.find(id, forUpdate: true, in: tx),
                try ReadReassignments.isSeen(by: caller, madeBy: subject, rights, in: tx)
            else { throw ReadReassignments.missing }
            var plan = found
            if plan.state == from {
                let filter = AccessFilter(caller.viewer, in: try rights.organization.tree(in: tx), at: clock.now())
                try prepare(plan, filter, tx)
                plan.state = to
                plan.appliedBy = ActorResource(caller)
                plan.finishedAt = nil
                if to == .running { plan.appliedAt = clock.now() }
                plan.counts = try ReassignmentItemStore.counts(of: id, in: tx)
                try ReassignmentStore.save(plan, in: tx)
            } else if plan.state != to {
                throw Refusal(
                    .conflict, "wrong-state",
                    "The reassignment is \(plan.state.rawValue); only one that is \(from.rawValue) can do this.")
            }
            try jobs.enqueue(
                RunReassignment.kind, payload: RunReassignment.payload(id), uniqueKey: "reassignment:\(id)", in: tx)
            return try ReadReassignments.resource(of: plan, to: caller.viewer, rights, in: tx)
        }
    }
}
