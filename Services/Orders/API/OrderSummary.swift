package import Core
package import JSON

/// A customer's orders in short, for the client card.
package struct OrderSummary: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderSummary"

    /// The account.
    package let customer: ID
    package let orders: Int64
    /// What the orders come to less what was cancelled, by currency.
    package let totals: [Money]
    /// What is due and not paid yet, by currency; currencies with nothing unpaid are left out.
    package let unpaid: [Money]
    package let last: LastOrder?

    package init(customer: ID, orders: Int64, totals: [Money], unpaid: [Money], last: LastOrder?) {
        (self.customer, self.orders, self.totals) = (customer, orders, totals)
        (self.unpaid, self.last) = (unpaid, last)
    }

    package init(_ fields: inout ShapeReader) {
        customer = fields.id("customer", "The account.")
        orders = fields.integer("orders")
        totals = fields.objects("totals", Money.self, count: 0...1000, "Less what was cancelled, by currency.")
        unpaid = fields.objects("unpaid", Money.self, count: 0...1000, "What is due and not paid yet, by currency.")
        last = fields.optionalObject("last", LastOrder.self, "The order placed last.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("customer", customer)
            writer.field("orders", orders)
            writer.field("totals", array: totals)
            writer.field("unpaid", array: unpaid)
            writer.field("last", last)
        }
    }
}

/// The order that a customer placed last.
package struct LastOrder: Shape, JSONWritable, Hashable {
    package static let shapeName = "LastOrder"

    package let id: OrderID
    package let number: String
    package let placedAt: Timestamp
    package let total: Money

    package init(id: OrderID, number: String, placedAt: Timestamp, total: Money) {
        (self.id, self.number, self.placedAt, self.total) = (id, number, placedAt, total)
    }

    package init?(_ fields: inout ShapeReader) {
        id = OrderID(fields.id("id"))
        number = fields.text("number")
        placedAt = fields.time("placedAt")
        guard let total = fields.money("total") else { return nil }
        self.total = total
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("number", number)
            writer.field("placedAt", placedAt)
            writer.field("total", total)
        }
    }
}
