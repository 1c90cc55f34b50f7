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

    /// Up to `mostAtOnce` rows by one statement, as a statement costs the database more than a row.
    static func insert(_ lines: [OrderLine], of order: OrderID, in tx: Transaction) throws {
        for start in stride(from: 0, to: lines.count, by: mostAtOnce) {
            let places = start..<min(start + mostAtOnce, lines.count)
            var values: [SQLValue] = [.id(order)]
            values.reserveCapacity(1 + places.count * valuesPerLine)
            for place in places { append(lines[place], position: place, to: &values) }
            try tx.execute(inserts[places.count - 1], values)
        }
    }

    private static let valuesPerLine = 14
    private static let mostAtOnce = 16
    /// Of one row, of two, and so on.
    private static let inserts = (1...mostAtOnce).map { insert(of: $0) }

    private static func insert(of count: Int) -> Statement {
        let rows = (0..<count).map { row in
            "($1" + (0..<valuesPerLine).map { ", $\(2 + row * valuesPerLine + $0)" }.joined() + ")"
        }
        let text = "INSERT INTO order_lines (order_id, position, \(columns)) VALUES \(rows.joined(separator: ", "))"
        return Statement(postgres: text, sqlite: text)
    }

    private static func append(_ line: OrderLine, position: Int, to values: inout [SQLValue]) {
        values += [
            .int(position), .int(line.line), .text(line.sku), .text(line.name), .quantity(line.quantity),
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
