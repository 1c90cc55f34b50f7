import Core
import Database

/// What notifications knows of orders: whose it is, and what waits to be said until that is known.
struct OrderFactStore: Sendable {
    struct Fact: Sendable {
        let accountID: ID?
        let number: String?
        let placedAt: Timestamp?
    }

    struct Notice: Sendable {
        let intent: String
        let orderID: ID
        let kind: MailKind
        /// `MailContent` as JSON.
        let details: [UInt8]
    }

    /// Holds the order's row to the end of the transaction: its link comes on another topic, and one of the two must see what
    /// the other wrote, or what waits for the link would wait for ever.
    func lock(_ orderID: ID, in tx: Transaction) throws -> Fact? {
        try tx.first(Self.byID, [.id(orderID)]) { row in
            Fact(accountID: row.idOrNil(0), number: row.textOrNil(1), placedAt: row.timeOrNil(2))
        }
    }

    func savePlaced(_ orderID: ID, number: String, placedAt: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.upsertPlaced, [.id(orderID), .text(number), .time(placedAt)])
    }

    func saveLink(_ orderID: ID, accountID: ID, in tx: Transaction) throws {
        try tx.execute(Self.upsertLink, [.id(orderID), .id(accountID)])
    }

    func wait(_ notice: Notice, in tx: Transaction) throws {
        try tx.execute(
            Self.insertNotice, [.text(notice.intent), .id(notice.orderID), .text(notice.kind.rawValue), .json(notice.details)])
    }

    /// Takes what waited for the order out of the table, in the order of the intents.
    func takeNotices(_ orderID: ID, in tx: Transaction) throws -> [Notice] {
        let notices = try tx.rows(Self.notices, [.id(orderID)]) { row in
            Notice(
                intent: row.text(0), orderID: orderID, kind: MailKind(rawValue: row.text(1)) ?? .orderPlaced,
                details: row.bytes(2))
        }
        if !notices.isEmpty { try tx.execute(Self.deleteNotices, [.id(orderID)]) }
        return notices
    }

    private static let byID: Statement = "SELECT account_id, number, placed_at FROM order_facts WHERE order_id = $1 \(.forUpdate)"
    private static let upsertPlaced: Statement = """
        INSERT INTO order_facts (order_id, number, placed_at) VALUES ($1, $2, $3)
        ON CONFLICT (order_id) DO UPDATE SET number = excluded.number, placed_at = excluded.placed_at
        """
    private static let upsertLink: Statement = """
        INSERT INTO order_facts (order_id, account_id) VALUES ($1, $2)
        ON CONFLICT (order_id) DO UPDATE SET account_id = excluded.account_id
        """
    private static let insertNotice: Statement = """
        INSERT INTO order_notices (intent, order_id, kind, details) VALUES ($1, $2, $3, $4) ON CONFLICT (intent) DO NOTHING
        """
    private static let notices: Statement =
        "SELECT intent, kind, details FROM order_notices WHERE order_id = $1 ORDER BY intent"
    private static let deleteNotices: Statement = "DELETE FROM order_notices WHERE order_id = $1"
}
