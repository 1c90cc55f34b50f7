package import Core
package import JSON

/// A customer's orders in short, for the client card.
package struct OrderSummary: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderSummary"

    /// The account.
    package let customer: ID
    package internal(set) var orders: Int64?
    /// What the orders come to less what was cancelled, by currency.
    package internal(set) var totals: [Money]?
    /// What is due and not paid yet, by currency; currencies with nothing unpaid are left out.
    package internal(set) var unpaid: [Money]?
    package internal(set) var last: LastOrder?
    /// The groups of fields that the caller may not see; they are absent.
    package internal(set) var hidden: [FieldGroup] = []

    package init(customer: ID, orders: Int64, totals: [Money], unpaid: [Money], last: LastOrder?) {
        (self.customer, self.orders, self.totals) = (customer, orders, totals)
        (self.unpaid, self.last) = (unpaid, last)
    }

    package init(_ fields: inout ShapeReader) {
        customer = fields.id("customer", "The account.")
        orders = fields.optionalInteger("orders", in: 0...Int64.max)
        totals = fields.optionalObjects("totals", Money.self, count: 0...1000, "Less what was cancelled, by currency.")
        unpaid = fields.optionalObjects("unpaid", Money.self, count: 0...1000, "What is due and not paid yet, by currency.")
        last = fields.optionalObject("last", LastOrder.self, "The order placed last.")
        hidden = fields.hiddenGroups()
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("customer", customer)
            writer.field("orders", orders)
            writer.field("totals", array: totals)
            writer.field("unpaid", array: unpaid)
            writer.field("last", last)
            writer.hiddenGroups(hidden)
        }
    }
}

/// The order that a customer placed last.
package struct LastOrder: Shape, JSONWritable, Hashable {
    package static let shapeName = "LastOrder"

    package let id: OrderID
    package let number: String
    package let placedAt: Timestamp
    package internal(set) var total: Money?

    package init(id: OrderID, number: String, placedAt: Timestamp, total: Money?) {
        (self.id, self.number, self.placedAt, self.total) = (id, number, placedAt, total)
    }

    package init(_ fields: inout ShapeReader) {
        id = OrderID(fields.id("id"))
        number = fields.text("number")
        placedAt = fields.time("placedAt")
        total = fields.optionalMoney("total")
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
