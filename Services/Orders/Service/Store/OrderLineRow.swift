import Core
import Database
import JSON
import OrdersAPI

/// A row of `order_lines`.
enum OrderLineRow {
    static let columns: StaticString = """
        line, sku, name, quantity, unit_price, discount, total, tax, tax_rate, shipped, delivered, cancelled, returned
        """

    /// From column `first` on.
    static func decode(_ row: Row, first: Int = 0) -> OrderLine {
        var line = OrderLine(
            line: row.int(first), sku: row.text(first + 1), name: row.textOrNil(first + 2), quantity: row.quantity(first + 3),
            unitPrice: row.int(first + 4), discount: row.int(first + 5), total: row.int(first + 6),
            tax: row.intOrNil(first + 7), taxRate: row.textOrNil(first + 8).flatMap { JSONNumber(text: $0) })
        line.shipped = row.quantity(first + 9)
        line.delivered = row.quantity(first + 10)
        line.cancelled = row.quantity(first + 11)
        line.returned = row.quantity(first + 12)
        return line
    }

    static let insert: Statement = """
        INSERT INTO order_lines (order_id, position, \(constant: columns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """

    static func values(_ line: OrderLine, position: Int, of order: OrderID) -> [SQLValue] {
        [
            .id(order), .int(position), .int(line.line), .text(line.sku), .text(line.name), .quantity(line.quantity),
            .int(line.unitPrice), .int(line.discount), .int(line.total), .int(line.tax), .text(line.taxRate?.text),
            .quantity(line.shipped), .quantity(line.delivered), .quantity(line.cancelled), .quantity(line.returned),
        ]
    }

    static let update: Statement = """
        UPDATE order_lines SET shipped = $3, delivered = $4, cancelled = $5, returned = $6 WHERE order_id = $1 AND line = $2
        """

    static func changes(_ line: OrderLine, of order: OrderID) -> [SQLValue] {
        [
            .id(order), .int(line.line), .quantity(line.shipped), .quantity(line.delivered), .quantity(line.cancelled),
            .quantity(line.returned),
        ]
    }
}

extension Row {
    fileprivate func quantity(_ column: Int) -> Quantity { Quantity(thousandths: int(column)) }
}

extension SQLValue {
    fileprivate static func quantity(_ quantity: Quantity) -> SQLValue { .int(quantity.thousandths) }
}
