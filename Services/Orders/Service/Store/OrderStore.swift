package import Core
package import Database
package import OrdersAPI

/// Orders with their lines and steps, as rows.
package struct OrderStore: Sendable {
    package init() {}

    /// The accepted event that holds a name, with the digest of its content.
    package struct Holder: Hashable, Sendable {
        package let orderID: OrderID
        package let eventID: String
        package let contentDigest: [UInt8]

        package init(orderID: OrderID, eventID: String, contentDigest: [UInt8]) {
            self.orderID = orderID
            self.eventID = eventID
            self.contentDigest = contentDigest
        }
    }

    /// Keeps others from placing this order, or from finding that it is not placed, until the end of the transaction.
    package func lock(source: String, number: String, in tx: Transaction) throws {
        try tx.lock(key: "order \(source) \(number)")
    }

    /// Who placed the order of this number.
    package func placed(source: String, number: String, in tx: Transaction) throws -> Holder? {
        try tx.first(Self.placing, [.text(source), .text(number)], Self.holder)
    }

    /// Which step of `kind` has `name` in the order.
    package func holder(of name: String, _ kind: OrderStepKind, in order: OrderID, _ tx: Transaction) throws -> Holder? {
        try tx.first(Self.naming, [.id(order), .text(kind.rawValue), .text(name)], Self.holder)
    }

    /// Writes a new order with its first step; no result is awaited.
    package func insert(_ order: Order, _ step: OrderStep, in tx: Transaction) throws {
        try tx.execute(OrderRow.insert, OrderRow.values(order))
        try OrderLineRow.insert(order.lines, of: order.id, in: tx)
        try tx.execute(OrderStepRow.insert, OrderStepRow.values(step, of: order.id))
    }

    /// The order with its lines, its row locked against other writers.
    package func lockedOrder(source: String, number: String, in tx: Transaction) throws -> Order? {
        guard var order = try tx.first(Self.locking, [.text(source), .text(number)], OrderRow.decode) else { return nil }
        order.lines = try tx.rows(Self.lines, [.id(order.id)]) { OrderLineRow.decode($0) }
        return order
    }

    /// The steps that tell of shipments and their deliveries, in order.
    package func shippingSteps(of order: OrderID, in tx: Transaction) throws -> [OrderStep] {
        try tx.rows(Self.shipping, [.id(order)]) { try OrderStepRow.decode($0) }
    }

    /// Writes what `step` changed of an order whose row is locked.
    package func save(_ order: Order, was before: Order, _ step: OrderStep, in tx: Transaction) throws {
        try tx.execute(OrderRow.update, OrderRow.changes(order))
        for (line, old) in zip(order.lines, before.lines) where line != old {
            try tx.execute(OrderLineRow.update, OrderLineRow.changes(line, of: order.id))
        }
        try tx.execute(OrderStepRow.insert, OrderStepRow.values(step, of: order.id))
    }

    /// Notes whose order it is; does nothing for an order that is not here.
    package func link(_ order: OrderID, to account: ID, in tx: Transaction) throws {
        try tx.execute(Self.linking, [.id(order), .id(account)])
    }

    private static func holder(_ row: Row) -> Holder {
        Holder(orderID: OrderID(row.id(0)), eventID: row.text(1), contentDigest: row.bytes(2))
    }

    private static let placing: Statement = """
        SELECT o.id, s.event_id, s.content_digest FROM orders o JOIN order_steps s ON s.order_id = o.id AND s.version = 1
        WHERE o.source = $1 AND o.number = $2
        """
    private static let naming: Statement = """
        SELECT order_id, event_id, content_digest FROM order_steps WHERE order_id = $1 AND kind = $2 AND name = $3
        """
    private static let locking: Statement = """
        SELECT \(constant: OrderRow.columns) FROM orders WHERE source = $1 AND number = $2 \(.forUpdate)
        """
    private static let lines: Statement = """
        SELECT \(constant: OrderLineRow.columns) FROM order_lines WHERE order_id = $1 ORDER BY position
        """
    private static let shipping: Statement = """
        SELECT \(constant: OrderStepRow.columns) FROM order_steps
        WHERE order_id = $1 AND kind IN ('shipped', 'delivered') ORDER BY version
        """
    private static let linking: Statement = "UPDATE orders SET account_id = $2 WHERE id = $1"
}
