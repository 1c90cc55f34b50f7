import Core
import Database
import JSON
import OrdersAPI

/// A row of `orders`, without its lines.
enum OrderRow {
    static let columns: StaticString = """
        id, source, number, placed_at, received_at, currency, total, tax_included, shipping, discount, tax, customer,
        billing_address, shipping_address, channel, note, campaign, paid, refunded, version, account_id
        """

    static func decode(_ row: Row) throws -> Order {
        guard let currency = Currency(row.text(5)) else { throw UnreadableRow(column: "orders.currency") }
        return Order(
            id: OrderID(row.id(0)), source: row.text(1), number: row.text(2), placedAt: row.time(3), receivedAt: row.time(4),
            currency: currency, total: row.int(6), taxIncluded: row.bool(7), shipping: row.int(8), discount: row.int(9),
            tax: row.int(10), customer: try row.shape(11, OrderCustomer.self, "orders.customer"),
            billingAddress: try row.shapeOrNil(12, OrderAddress.self, "orders.billing_address"),
            shippingAddress: try row.shapeOrNil(13, OrderAddress.self, "orders.shipping_address"), channel: row.text(14),
            note: row.textOrNil(15), campaign: try row.shapeOrNil(16, OrderCampaign.self, "orders.campaign"), lines: [],
            paid: row.int(17), refunded: row.int(18), version: row.int(19), accountID: row.idOrNil(20))
    }

    static let insert: Statement = """
        INSERT INTO orders (id, source, number, placed_at, received_at, currency, total, tax_included, shipping, discount, tax,
            customer, billing_address, shipping_address, channel, note, campaign, paid, refunded, version, account_id, due,
            order_state, payment_state, fulfilment_state, return_state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26)
        """

    static func values(_ order: Order) -> [SQLValue] {
        [
            .id(order.id), .text(order.source), .text(order.number), .time(order.placedAt), .time(order.receivedAt),
            .text(order.currency.code), .int(order.total), .bool(order.taxIncluded), .int(order.shipping), .int(order.discount),
            .int(order.tax), .json(order.customer.json()), .json(order.billingAddress), .json(order.shippingAddress),
            .text(order.channel), .text(order.note), .json(order.campaign), .int(order.paid), .int(order.refunded),
            .int(order.version), .id(order.accountID), .int(order.due),
        ] + states(order.states)
    }

    static let update: Statement = """
        UPDATE orders SET paid = $2, refunded = $3, version = $4, due = $5, order_state = $6, payment_state = $7,
            fulfilment_state = $8, return_state = $9
        WHERE id = $1
        """

    static func changes(_ order: Order) -> [SQLValue] {
        [.id(order.id), .int(order.paid), .int(order.refunded), .int(order.version), .int(order.due)] + states(order.states)
    }

    private static func states(_ states: OrderStates) -> [SQLValue] {
        [
            .text(states.order.rawValue), .text(states.payment.rawValue), .text(states.fulfilment.rawValue),
            .text(states.returns.rawValue),
        ]
    }
}

/// What a column holds is not what was ever written to it.
struct UnreadableRow: Error, CustomStringConvertible {
    let column: String

    var description: String { "A row holds an unreadable value in \(column)." }
}

extension Row {
    func shape<T: Shape>(_ column: Int, _ type: T.Type, _ name: String) throws -> T {
        let value = try withBytes(column) { bytes in
            try Shapes.read(type, from: JSONValue.parse(bytes)).value
        }
        guard let value else { throw UnreadableRow(column: name) }
        return value
    }

    func shapeOrNil<T: Shape>(_ column: Int, _ type: T.Type, _ name: String) throws -> T? {
        isNull(column) ? nil : try shape(column, type, name)
    }
}

extension SQLValue {
    static func json(_ value: (some JSONWritable)?) -> SQLValue {
        value.map { .json($0.json()) } ?? .null
    }
}
