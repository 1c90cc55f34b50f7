package import Core
package import Database

/// What a service has written and not told yet.
package struct OutboxBacklog: Sendable, Hashable {
    package let waiting: Int
    /// When the first of it was written.
    package let oldest: Timestamp?
    /// Events that the transport refused for good, with what waits behind them of their keys.
    package let refused: Int

    package static func read(_ database: any Database) async throws -> OutboxBacklog {
        try await database.read { tx in
            let (waiting, oldest) = try tx.first(select) { ($0.count(0), $0.timeOrNil(1)) } ?? (0, nil)
            return OutboxBacklog(waiting: waiting, oldest: oldest, refused: try tx.first(countRefused) { $0.count(0) } ?? 0)
        }
    }

    // The first row is the oldest, as rows are written in the order of the clock, but for what differs between processes.
    private static let select: Statement = """
        SELECT (SELECT count(*) FROM outbox), (SELECT created_at FROM outbox ORDER BY seq LIMIT 1)
        """
    private static let countRefused: Statement = "SELECT count(*) FROM outbox_parked"
}
