import Access
import Core
import Database
import NotificationsAPI

/// The send ledger.
struct MailStore: Sendable {
    /// False when the intent is in the ledger already.
    func insert(_ mail: Mail, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.insertRow,
            [
                .id(mail.id), .text(mail.intent), .text(mail.kind.rawValue), .text(mail.state.rawValue), .id(mail.accountID),
                .id(mail.orderID), .text(mail.recipient), .text(mail.recipientName), .text(mail.language), .text(mail.subject),
                .json(mail.content), .time(mail.createdAt), .time(mail.finishedAt), .int(mail.attempts), .text(mail.reason),
            ]) == 1
    }

    func find(_ id: MailID, in tx: Transaction) throws -> Mail? {
        try tx.first(Self.byID, [.id(id)], Self.mail)
    }

    func lock(_ id: MailID, in tx: Transaction) throws -> Mail? {
        try tx.first(Self.byIDLocked, [.id(id)], Self.mail)
    }

    func save(_ mail: Mail, in tx: Transaction) throws {
        try tx.execute(
            Self.updateRow,
            [.id(mail.id), .text(mail.state.rawValue), .time(mail.finishedAt), .int(mail.attempts), .text(mail.reason)])
    }

    /// Of those that the viewer may see, newest first; about an order, of those whose orders he may see too.
    func list(
        _ filter: MailFilter, after: (createdAt: Timestamp, id: ID)?, limit: Int, by rights: RecordRights, orders: RecordRights,
        in tx: Transaction
    ) throws -> [Mail] {
        guard let visible = Self.visible(by: rights) else { return [] }
        var sql: SQL = "SELECT \(constant: Self.columns) FROM mails WHERE \(visible)"
        if let state = filter.state { sql += " AND state = \(.text(state))" }
        if let account = filter.account { sql += " AND account_id = \(.id(account))" }
        if let order = filter.order {
            guard let reached = Self.visible(by: orders) else { return [] }
            sql += " AND order_id = \(.id(order)) AND \(reached)"
        }
        if let after { sql += " AND (created_at, id) < (\(.time(after.createdAt)), \(.id(after.id)))" }
        sql += " ORDER BY created_at DESC, id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, Self.mail)
    }

    /// Queued or half sent since before `before`, oldest first.
    func unfinished(
        before: Timestamp, after: (createdAt: Timestamp, id: ID)?, limit: Int, in tx: Transaction
    ) throws -> [Mail] {
        var sql: SQL = """
            SELECT \(constant: Self.columns) FROM mails WHERE state IN ('queued', 'sending') AND created_at < \(.time(before))
            """
        if let after { sql += " AND (created_at, id) > (\(.time(after.createdAt)), \(.id(after.id)))" }
        sql += " ORDER BY created_at, id LIMIT \(.int(limit))"
        return try tx.rows(sql, Self.mail)
    }

    /// Of those that the viewer may see.
    func counts(by rights: RecordRights, in tx: Transaction) throws -> [String: Int64] {
        guard let visible = Self.visible(by: rights) else { return [:] }
        let rows = try tx.rows("SELECT state, count(*) FROM mails WHERE \(visible) GROUP BY state ORDER BY state") {
            ($0.text(0), $0.int(1))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func purge(before moment: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.purgeRows, [.time(moment)])
    }

    /// A condition; `nil` where no row meets it.
    private static func visible(by rights: RecordRights) -> SQL? {
        switch rights.rows(account: "account_id") {
        case .everything: "1 = 1"
        case .nothing: nil
        case .some(let condition): condition
        }
    }

    private static func mail(_ row: Row) throws -> Mail {
        Mail(
            id: MailID(row.id(0)), intent: row.text(1), kind: MailKind(rawValue: row.text(2)) ?? .orderPlaced,
            state: Mail.State(rawValue: row.text(3)) ?? .uncertain, accountID: row.idOrNil(4), orderID: row.idOrNil(5),
            recipient: row.text(6), recipientName: row.text(7), language: row.text(8), subject: row.text(9),
            content: row.bytes(10),
            createdAt: row.time(11), finishedAt: row.timeOrNil(12), attempts: row.int(13), reason: row.textOrNil(14))
    }

    private static let columns: StaticString = """
        id, intent, kind, state, account_id, order_id, recipient, recipient_name, language, subject, content, created_at,
        finished_at, attempts, reason
        """
    private static let insertRow: Statement = """
        INSERT INTO mails (\(constant: columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (intent) DO NOTHING
        """
    private static let byID: Statement = "SELECT \(constant: columns) FROM mails WHERE id = $1"
    private static let byIDLocked: Statement = "SELECT \(constant: columns) FROM mails WHERE id = $1 \(.forUpdate)"
    private static let updateRow: Statement =
        "UPDATE mails SET state = $2, finished_at = $3, attempts = $4, reason = $5 WHERE id = $1"
    private static let purgeRows: Statement =
        "DELETE FROM mails WHERE finished_at < $1 AND state IN ('sent', 'refused', 'skipped')"
}

struct MailFilter: Sendable {
    var state: String?
    var account: ID?
    var order: ID?
}
