package import Core
package import Database

/// Events that the transport refused for good, and what waits behind them of the same key: the operator's side.
package struct ParkedRecords: Sendable {
    /// Taken by whoever moves rows between outbox and parking, so that a key is never in both by halves.
    static let lock = "outbox_parked"

    package struct Entry: Sendable, Hashable {
        package let seq: Int64
        package let topic: String
        package let key: String?
        package let createdAt: Timestamp
        package let reason: String
    }

    private let database: any Database
    private let wake: @Sendable () -> Void

    /// `wake` is the relay's.
    package init(database: any Database, wake: @escaping @Sendable () -> Void) {
        self.database = database
        self.wake = wake
    }

    /// In the order they were appended.
    package func list(after seq: Int64 = 0, limit: Int = 100) async throws -> [Entry] {
        try await database.read { tx in
            try tx.rows(Self.select, [.int(seq), .int(limit)]) { row in
                Entry(seq: row.int(0), topic: row.text(1), key: row.textOrNil(2), createdAt: row.time(3), reason: row.text(4))
            }
        }
    }

    /// Puts the entry and all parked of its key back into the outbox, at their old places. False when there is none.
    package func retry(_ seq: Int64) async throws -> Bool {
        try await database.write { tx in
            try tx.lock(key: Self.lock)
            let moved = try tx.changes(Self.restore, [.int(seq)])
            try tx.execute(Self.removeRestored)
            tx.afterCommit(wake)
            return moved > 0
        }
    }

    /// Gives the entry up: it will never be told. What is parked behind it stays until retried.
    package func discard(_ seq: Int64) async throws -> Bool {
        try await database.write { try $0.changes(Self.remove, [.int(seq)]) == 1 }
    }

    private static let select: Statement = """
        SELECT seq, topic, record_key, created_at, reason FROM outbox_parked WHERE seq > $1 ORDER BY seq LIMIT $2
        """
    private static let remove: Statement = "DELETE FROM outbox_parked WHERE seq = $1"
    private static let removeRestored: Statement = "DELETE FROM outbox_parked WHERE seq IN (SELECT seq FROM outbox)"
    private static let restore: Statement = """
        INSERT INTO outbox (seq, topic, record_key, headers, value, created_at)
        SELECT p.seq, p.topic, p.record_key, p.headers, p.value, p.created_at FROM outbox_parked p
        JOIN outbox_parked chosen ON chosen.seq = $1
        WHERE p.seq = chosen.seq OR (p.topic = chosen.topic AND p.record_key = chosen.record_key)
        """
}
