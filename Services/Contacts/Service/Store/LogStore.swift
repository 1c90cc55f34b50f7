package import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// The log of all that was told, and what was decided about it. Rows are only added.
package enum LogStore {
    /// `nil` when the event is in the log already.
    package static func append(
        _ event: Event, account: AccountID?, order: ID?, at now: Timestamp, in tx: Transaction
    ) throws -> LogEntry? {
        let sequence = try tx.first(
            insert,
            [
                .text(event.id), .text(event.source), .text(event.type), .text(event.key), .time(event.time), .time(now),
                .id(account?.id), .id(order), .bytes(event.data),
            ]
        ) { $0.int(0) }
        return sequence.map { sequence in
            LogEntry(
                sequence: sequence, eventID: event.id, source: event.source, type: event.type, key: event.key, time: event.time,
                receivedAt: now, account: account, order: order, data: event.data)
        }
    }

    /// Whether what was told of the account last says whose it is; before there were owners it did not.
    package static func hasToldAccess(of account: AccountID, in tx: Transaction) throws -> Bool {
        let told: [SQLValue] = [.id(account), .text(ContactsEvents.accountCreated), .text(ContactsEvents.accountChanged)]
        guard let data = try tx.first(selectTold, told, { $0.bytes(0) }) else { return false }
        return try JSONValue.parse(data)["access"] != nil
    }

    package static func holds(_ event: Event, in tx: Transaction) throws -> Bool {
        try tx.first(seen, [.text(event.source), .text(event.id)]) { $0.int(0) } != nil
    }

    /// What came about an order before anybody knew whose it is, in the order it came.
    package static func unresolved(order: ID, in tx: Transaction) throws -> [LogEntry] {
        try tx.rows(selectUnresolved, [.id(order)], decode)
    }

    /// All that belongs to the account, in the order it came: what was told of it, and what came about its orders too early.
    package static func entries(of account: AccountID, in tx: Transaction) throws -> [LogEntry] {
        let own = try tx.rows(selectOwn, [.id(account)], decode)
        let early = try tx.rows(selectEarly, [.id(account), .text(placed)], decode)
        return early.isEmpty ? own : (own + early).sorted { $0.sequence < $1.sequence }
    }

    /// The event whose entry says whose an order is.
    private static let placed = "crm.orders.order.placed.v1"

    private static func decode(_ row: Row) -> LogEntry {
        LogEntry(
            sequence: row.int(0), eventID: row.text(1), source: row.text(2), type: row.text(3), key: row.text(4),
            time: row.time(5),
            receivedAt: row.time(6), account: row.idOrNil(7).map(AccountID.init), order: row.idOrNil(8), data: row.bytes(9))
    }

    private static let insert: Statement = """
        INSERT INTO event_log (event_id, source, type, event_key, time, received_at, account_id, order_id, data)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (source, event_id) DO NOTHING RETURNING seq
        """
    private static let selectTold: Statement = """
        SELECT data FROM event_log WHERE account_id = $1 AND type IN ($2, $3) ORDER BY seq DESC LIMIT 1
        """
    private static let seen: Statement = "SELECT seq FROM event_log WHERE source = $1 AND event_id = $2"
    private static let selectUnresolved: Statement = """
        SELECT seq, event_id, source, type, event_key, time, received_at, account_id, order_id, data
        FROM event_log WHERE order_id = $1 AND account_id IS NULL ORDER BY seq
        """
    private static let selectOwn: Statement = """
        SELECT seq, event_id, source, type, event_key, time, received_at, account_id, order_id, data
        FROM event_log WHERE account_id = $1 ORDER BY seq
        """
    private static let selectEarly: Statement = """
        SELECT e.seq, e.event_id, e.source, e.type, e.event_key, e.time, e.received_at, e.account_id, e.order_id, e.data
        FROM event_log e WHERE e.account_id IS NULL
        AND e.order_id IN (SELECT p.order_id FROM event_log p WHERE p.account_id = $1 AND p.type = $2)
        ORDER BY e.seq
        """
}
