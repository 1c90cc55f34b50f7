package import Core
package import Database

/// Events whose reaction failed, with what waits behind them of the same key: a queue per key whose head is tried again with
/// rising waits, for ever, until it succeeds or an operator skips it.
package struct ParkedEvents: Sendable {
    package struct Entry: Sendable, Hashable {
        package let seq: Int64
        package let topic: String
        package let key: String
        /// Empty when the record is no event.
        package let event: String
        package let type: String
        package let parkedAt: Timestamp
        /// 0 for an event that only waits behind another.
        package let attempts: Int
        package let nextAttemptAt: Timestamp
        package let reason: String
    }

    struct Key: Hashable, Sendable {
        let topic: String
        let key: String
    }

    private let database: any Database
    private let clock: any WallClock

    package init(database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// In the order they were parked.
    package func list(after seq: Int64 = 0, limit: Int = 100) async throws -> [Entry] {
        try await database.read { tx in
            try tx.rows(Self.select, [.int(seq), .int(limit)]) { row in
                let headers = Envelope.unpacked(row.bytes(3))
                let record = Record(topic: row.text(1), key: row.text(2), headers: headers, value: [])
                return Entry(
                    seq: row.int(0), topic: record.topic, key: row.text(2), event: record.header("ce_id") ?? "",
                    type: record.header("ce_type") ?? "", parkedAt: row.time(4), attempts: row.count(5),
                    nextAttemptAt: row.time(6), reason: row.text(7))
            }
        }
    }

    package func count() async throws -> Int {
        try await database.read { try $0.first(Self.countAll) { $0.count(0) } ?? 0 }
    }

    /// Makes an entry due now; it runs within a second if it heads its key. False when there is none.
    package func retry(_ seq: Int64) async throws -> Bool {
        let now = clock.now()
        return try await database.write { try $0.changes(Self.makeDue, [.int(seq), .time(now)]) == 1 }
    }

    /// Gives one event up: it never has its effect here, and the next of its key becomes the head.
    package func skip(_ seq: Int64) async throws -> Bool {
        try await database.write { try $0.changes(Self.remove, [.int(seq)]) == 1 }
    }

    /// Gives up all that is parked of the entry's key; returns how many.
    package func skipKey(of seq: Int64) async throws -> Int {
        try await database.write { try $0.changes(Self.removeKey, [.int(seq)]) }
    }

    private static let select: Statement = """
        SELECT seq, topic, record_key, headers, parked_at, attempts, next_attempt_at, reason FROM parked_events
        WHERE seq > $1 ORDER BY seq LIMIT $2
        """
    private static let countAll: Statement = "SELECT count(*) FROM parked_events"
    private static let makeDue: Statement = "UPDATE parked_events SET next_attempt_at = $2 WHERE seq = $1"
    private static let removeKey: Statement = """
        DELETE FROM parked_events WHERE (topic, record_key) IN (SELECT topic, record_key FROM parked_events WHERE seq = $1)
        """
    static let remove: Statement = "DELETE FROM parked_events WHERE seq = $1"
}
