package import Core
package import JSON

/// An order was placed: all of it that others need.
package struct OrderPlaced: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderPlaced"

    package let head: OrderHead
    package let receivedAt: Timestamp
    package let total: Int64
    package let due: Int64
    package let customer: OrderCustomer
    package let lines: [OrderPlacedLine]
    package let billingAddress: OrderAddress?
    package let shippingAddress: OrderAddress?
    package let channel: String

    package init(
        head: OrderHead, receivedAt: Timestamp, total: Int64, due: Int64, customer: OrderCustomer, lines: [OrderPlacedLine],
        billingAddress: OrderAddress?, shippingAddress: OrderAddress?, channel: String
    ) {
        (self.head, self.receivedAt, self.total, self.due) = (head, receivedAt, total, due)
        (self.customer, self.lines, self.channel) = (customer, lines, channel)
        (self.billingAddress, self.shippingAddress) = (billingAddress, shippingAddress)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        receivedAt = fields.time("receivedAt")
        total = fields.integer("total")
        due = fields.integer("due")
        let customer = fields.object("customer", OrderCustomer.self)
        lines = fields.objects("lines", OrderPlacedLine.self, count: 0...2000)
        billingAddress = fields.optionalObject("billingAddress", OrderAddress.self)
        shippingAddress = fields.optionalObject("shippingAddress", OrderAddress.self)
        channel = fields.text("channel")
        guard let head, let customer else { return nil }
        (self.head, self.customer) = (head, customer)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("receivedAt", receivedAt)
            writer.field("total", total)
            writer.field("due", due)
            writer.field("customer", customer)
            writer.field("lines", array: lines)
            writer.field("billingAddress", billingAddress)
            writer.field("shippingAddress", shippingAddress)
            writer.field("channel", channel)
        }
    }
}

/// A line as it was ordered; amounts are in minor units of the order's currency.
package struct OrderPlacedLine: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderPlacedLine"

    package let line: Int64
    package let sku: String
    package let name: String?
    /// A decimal number as text: `1.5`.
    package let quantity: String
    package let unitPrice: Int64
    package let total: Int64

    package init(line: Int64, sku: String, name: String?, quantity: Quantity, unitPrice: Int64, total: Int64) {
        (self.line, self.sku, self.name) = (line, sku, name)
        (self.quantity, self.unitPrice, self.total) = (quantity.description, unitPrice, total)
    }

    package init(_ fields: inout ShapeReader) {
        line = fields.integer("line")
        sku = fields.text("sku")
        name = fields.optionalText("name")
        quantity = fields.text("quantity", "A decimal number as text.")
        unitPrice = fields.integer("unitPrice")
        total = fields.integer("total")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("line", line)
            writer.field("sku", sku)
            writer.field("name", name)
            writer.field("quantity", quantity)
            writer.field("unitPrice", unitPrice)
            writer.field("total", total)
        }
    }
}
