import Core
package import Database

/// Lists for people who look after the intake.
package struct IntakeCases: Sendable {
    package init() {}

    /// Open rejected events, newest first, below `before`.
    package func rejected(before: Int64?, code: String?, limit: Int, in tx: Transaction) throws -> [IntakeRow] {
        var sql: SQL = """
            SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE once_open AND state = 'rejected'
            """
        if let before { sql += " AND seq < \(.int(before))" }
        if let code { sql += " AND code = \(.text(code))" }
        sql += " ORDER BY seq DESC LIMIT \(.int(limit))"
        return try tx.rows(sql) { IntakeRow($0) }
    }

    /// Waiting events, oldest first, above `after`.
    package func waiting(after: Int64, before: Int64 = .max, limit: Int, in tx: Transaction) throws -> [IntakeRow] {
        try tx.rows(Self.waiting, [.int(after), .int(before), .int(limit)]) { IntakeRow($0) }
    }

    /// The orders that more than `limit` events wait for, the most first; of very many, the first. Says whose they are.
    package func crowds(over limit: Int, in tx: Transaction) throws -> [(source: String, orderNumber: String, count: Int)] {
        try tx.rows(Self.crowds, [.int(limit)]) { ($0.text(0), $0.text(1), $0.count(2)) }
    }

    /// The events of a name that have receipts of their own, oldest first; of very many, the first.
    package func named(source: String, id: String, in tx: Transaction) throws -> [IntakeRow] {
        try tx.rows(Self.named, [.text(source), .text(id)]) { IntakeRow($0) }
    }

    /// Removes bodies received before `number` was made, of events that are settled. Says how many; at most `limit`.
    package func dropBodies(before number: Int64, limit: Int, in tx: Transaction) throws -> Int {
        try tx.changes(Self.dropBodies, [.int(number), .int(limit)])
    }

    /// The source of numbers for a process that starts now.
    package func sequence(in tx: Transaction) throws -> IntakeSequence {
        let last = try tx.first(Self.lastSequence) { $0.int(0) } ?? 0
        return IntakeSequence(after: last, start: try tx.first(Self.start) { $0.int(0) } ?? 0)
    }

    private static let waiting: Statement = """
        SELECT \(constant: IntakeRow.columns) FROM intake_events
        WHERE once_open AND state = 'waiting' AND seq > $1 AND seq < $2 ORDER BY seq LIMIT $3
        """
    private static let crowds: Statement = """
        SELECT source, order_number, COUNT(*) FROM intake_events WHERE state = 'waiting' GROUP BY source, order_number
        HAVING COUNT(*) > $1 ORDER BY COUNT(*) DESC, source, order_number LIMIT 20
        """
    private static let named: Statement = """
        SELECT * FROM (
            SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE holds AND NOT once_open AND source = $1 AND event_id = $2
            UNION ALL
            SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE once_open AND source = $1 AND event_id = $2) AS named
        ORDER BY seq LIMIT 200
        """
    private static let dropBodies: Statement = """
        DELETE FROM intake_bodies WHERE seq IN (
            SELECT b.seq FROM intake_bodies b JOIN intake_events e ON e.seq = b.seq
            WHERE b.seq < $1 AND e.state NOT IN ('waiting', 'rejected') ORDER BY b.seq LIMIT $2)
        """
    private static let start: Statement = """
        INSERT INTO intake_starts (id, started) VALUES (1, 0)
        ON CONFLICT (id) DO UPDATE SET started = intake_starts.started + 1 RETURNING started
        """
    private static let lastSequence: Statement = "SELECT COALESCE(MAX(seq), 0) FROM intake_events"
}
