package import Core
package import Database

/// Puts jobs into the queue, in the transaction of what caused them: a job that rolled back never runs, one that committed
/// is never lost.
package struct JobQueue: Sendable {
    private let clock: any WallClock
    private let ids: IdentifierSource
    private let wake: @Sendable () -> Void

    /// `wake` is called after each commit that enqueued something due now.
    package init(clock: any WallClock, ids: IdentifierSource, wake: @escaping @Sendable () -> Void) {
        self.clock = clock
        self.ids = ids
        self.wake = wake
    }

    /// Returns the job's id, or `nil` when a live job with the same unique key exists already. Lower priority runs first.
    @discardableResult
    package func enqueue(
        _ kind: String, payload: [UInt8], at runAt: Timestamp? = nil, priority: Int = 100, uniqueKey: String? = nil,
        in tx: Transaction
    ) throws -> ID? {
        let id = ids.next()
        let now = clock.now()
        let isDue = runAt ?? now <= now
        let inserted = try tx.changes(
            Self.insert,
            [
                .id(id), .text(kind), .bytes(payload), .int(priority), .text(uniqueKey), .time(now), .time(runAt ?? now),
                .text(isDue ? "ready" : "scheduled"),
            ])
        guard inserted == 1 else { return nil }
        if isDue { tx.afterCommit(wake) }
        return id
    }

    private static let insert: Statement = """
        INSERT INTO jobs (id, kind, payload, priority, unique_key, created_at, run_at, state, attempt, crashes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0) ON CONFLICT DO NOTHING
        """
}
