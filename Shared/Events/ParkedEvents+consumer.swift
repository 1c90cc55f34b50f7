import Core
import Database

/// What the consumer does with parked events, inside its transactions.
extension ParkedEvents {
    struct Head: Sendable {
        let seq: Int64
        let record: Record
        let attempts: Int
    }

    static func blocked(among keys: Set<Key>, in tx: Transaction) throws -> Set<Key> {
        guard let first = keys.first else { return [] }
        var sql: SQL = "SELECT DISTINCT topic, record_key FROM parked_events WHERE record_key IN (\(.text(first.key))"
        for key in keys.dropFirst() { sql += ", \(.text(key.key))" }
        sql += ")"
        return Set(try tx.rows(sql) { Key(topic: $0.text(0), key: $0.text(1)) })
    }

    static func park(
        _ record: Record, key: String, attempts: Int, reason: String, at now: Timestamp, in tx: Transaction
    ) throws {
        let next = attempts == 0 ? now : now.adding(seconds: delay(after: attempts))
        try tx.execute(
            insert,
            [
                .text(record.topic), .text(key), .bytes(Envelope.packed(record.headers)), .bytes(record.value), .time(now),
                .int(attempts), .time(next), .text(reason),
            ])
    }

    /// The due head that waits longest, locked; heads that another process works on are passed over.
    static func dueHead(at now: Timestamp, in tx: Transaction) throws -> Head? {
        try tx.first(selectHead, [.time(now)]) { row in
            Head(
                seq: row.int(0),
                record: Record(
                    topic: row.text(1), key: row.text(2), headers: Envelope.unpacked(row.bytes(3)), value: row.bytes(4)),
                attempts: row.count(5))
        }
    }

    static func failed(_ head: Head, reason: String, at now: Timestamp, in tx: Transaction) throws {
        let attempts = head.attempts + 1
        try tx.execute(
            postpone,
            [.int(head.seq), .int(attempts), .time(now.adding(seconds: delay(after: attempts))), .text(reason)])
    }

    /// 1 s, doubling to an hour.
    private static func delay(after attempts: Int) -> Double {
        Backoff.delay(after: attempts, first: 1, longest: 3600)
    }

    private static let insert: Statement = """
        INSERT INTO parked_events (topic, record_key, headers, value, parked_at, attempts, next_attempt_at, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    private static let selectHead: Statement = """
        SELECT seq, topic, record_key, headers, value, attempts FROM parked_events
        WHERE next_attempt_at <= $1 AND NOT EXISTS (
            SELECT 1 FROM parked_events earlier WHERE earlier.topic = parked_events.topic
                AND earlier.record_key = parked_events.record_key AND earlier.seq < parked_events.seq)
        ORDER BY next_attempt_at, seq LIMIT 1 \(.forUpdateSkipLocked)
        """
    private static let postpone: Statement = """
        UPDATE parked_events SET attempts = $2, next_attempt_at = $3, reason = $4 WHERE seq = $1
        """
}
