package import ContactsAPI
package import Core
package import Database

/// Whose each order is.
package enum OrderLinkStore {
    package static func account(of order: ID, in tx: Transaction) throws -> AccountID? {
        try tx.first(select, [.id(order)]) { AccountID($0.id(0)) }
    }

    package static func add(_ order: ArrivingOrder, of account: AccountID, in tx: Transaction) throws {
        let key = SearchKey.folded(order.number)
        let doc = try tx.first(
            insert,
            [.id(order.id), .text(order.source), .text(order.number), .text(key), .id(account), .time(order.placedAt)]
        ) { $0.int(0) }
        if let doc { try AccountSearch.put(order: doc, number: key, in: tx) }
    }

    private static let select: Statement = "SELECT account_id FROM account_orders WHERE order_id = $1"
    private static let insert: Statement = """
        INSERT INTO account_orders (order_id, source, number, number_key, account_id, placed_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING doc
        """
}
