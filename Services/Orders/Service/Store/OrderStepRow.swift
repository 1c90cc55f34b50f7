import Core
import Database
import JSON
import OrdersAPI

/// A row of `order_steps`.
enum OrderStepRow {
    static let columns: StaticString = """
        version, kind, event_id, content_digest, name, happened_at, received_at, details
        """

    /// From column `first` on.
    static func decode(_ row: Row, first: Int = 0) throws -> OrderStep {
        guard let kind = OrderStepKind(rawValue: row.text(first + 1)) else { throw UnreadableRow(column: "order_steps.kind") }
        return OrderStep(
            kind: kind, eventID: row.text(first + 2), contentDigest: row.bytes(first + 3), name: row.textOrNil(first + 4),
            time: row.time(first + 5), receivedAt: row.time(first + 6), version: row.int(first),
            details: try row.shape(first + 7, OrderStepDetails.self, "order_steps.details"))
    }

    static let insert: Statement = """
        INSERT INTO order_steps (order_id, \(constant: columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    static func values(_ step: OrderStep, of order: OrderID) -> [SQLValue] {
        [
            .id(order), .int(step.version), .text(step.kind.rawValue), .text(step.eventID), .bytes(step.contentDigest),
            .text(step.name), .time(step.time), .time(step.receivedAt), .json(step.details.json()),
        ]
    }
}
