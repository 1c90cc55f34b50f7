package import ContactsAPI
package import Core
package import Database

/// Lets an export begin, and keeps who took how many customers along by which filter. More than a number of them, at once or within
/// a day, go only when somebody else has approved it.
package struct BeginExport: Sendable {
    package let database: any Database
    package let export: ExportCustomers
    package let ids: IdentifierSource
    package let clock: any WallClock
    /// Customers that go within a day without approval; 0: however many.
    package let approvalAbove: Int64

    /// Throws `needs-approval`, which says how to ask for it.
    package func callAsFunction(
        _ content: ExportContent, after: AccountID?, by caller: Caller
    ) async throws -> ExportResource {
        let counts = try await export.counts(content, after: after, for: caller.viewer)
        return try await database.write { tx in
            if approvalAbove > 0 {
                // Of two that begin at one moment the second counts the first.
                try tx.lock(key: "contacts/exports/" + caller.exportAsker)
                let day = clock.now().adding(days: -1)
                let earlier = try ExportStore.rows(of: caller.exportAsker, since: day, in: tx)
                guard counts.leaving <= approvalAbove, earlier + counts.remaining <= approvalAbove else {
                    throw needsApproval(counts.leaving, earlier)
                }
            }
            return try begin(content, after, counts, nil, caller, in: tx)
        }
    }

    /// What it would be, and whether it needs approval; nothing begins.
    package func preview(_ content: ExportContent, by caller: Caller) async throws -> ExportCounts {
        let counts = try await export.counts(content, after: nil, for: caller.viewer)
        let day = clock.now().adding(days: -1)
        let earlier = try await database.read { tx in try ExportStore.rows(of: caller.exportAsker, since: day, in: tx) }
        return ExportCounts(
            leaving: counts.leaving, seen: counts.seen,
            needsApproval: approvalAbove > 0 && earlier + counts.leaving > approvalAbove, approvalAbove: approvalAbove)
    }

    /// What was approved, to whoever asked for it: by the filter and with the columns that were approved, and of these the rows and
    /// fields that he may export now. Throws `not-approved` and `expired`.
    package func approved(_ id: ID, after: AccountID?, by caller: Caller) async throws -> ExportResource {
        let user = try caller.requireUser()
        let request = try await database.read { tx in try ExportRequestStore.find(id, in: tx) }
        guard let request, request.requesterID == user else { throw Refusal.noRequest }
        guard request.course.state == .approved, let until = request.course.until else {
            throw Refusal(
                .conflict, "not-approved", "This export is \(request.course.state.rawValue). It is there once it is approved.")
        }
        guard clock.now() < until else {
            throw Refusal(.conflict, "expired", "What was approved can be fetched no more. Ask again.")
        }
        let counts = try await export.counts(request.content, after: after, for: caller.viewer)
        return try await database.write { tx in
            // Whatever became of it while it was counted, what was approved once is not taken back.
            try begin(request.content, after, counts, request.id, caller, in: tx)
        }
    }

    package func end(_ id: ID, _ state: ExportState, rows: Int) async throws {
        let now = clock.now()
        try await database.write { tx in try ExportStore.end(id, state, rows: rows, at: now, in: tx) }
    }

    private func begin(
        _ content: ExportContent, _ after: AccountID?, _ counts: CustomerExport.Counts, _ request: ID?, _ caller: Caller,
        in tx: Transaction
    ) throws -> ExportResource {
        let export = ExportResource(
            id: ids.next(), by: ActorResource(caller), userID: caller.viewer.user, content: content, after: after,
            leaving: counts.leaving, seen: counts.seen, rows: counts.remaining, state: .running, beganAt: clock.now(),
            endedAt: nil, requestID: request)
        try ExportStore.add(export, asker: caller.exportAsker, in: tx)
        return export
    }

    private func needsApproval(_ leaving: Int64, _ earlier: Int64) -> Refusal {
        let before = earlier == 0 ? "" : ", after \(earlier) within a day,"
        return Refusal(
            .forbidden, "needs-approval",
            """
            To export \(leaving) customers\(before) needs approval, as it is more than \(approvalAbove). Ask for it by POST \
            /v1/export-requests; once somebody with the right customers:administer approves it, GET \
            /v1/export-requests/{id}/file gives it to you for a day.
            """)
    }
}
