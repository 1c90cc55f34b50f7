package import Core
package import JSON

/// A line with the prices it was ordered at, where the caller may see them, and what became of its quantity.
package struct OrderLineResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderLine"

    package let line: Int64
    package let sku: String
    package let name: String?
    package let quantity: Quantity
    package let shipped: Quantity
    package let delivered: Quantity
    package let cancelled: Quantity
    package let returned: Quantity
    package internal(set) var unitPrice: Money?
    package internal(set) var discount: Money?
    package internal(set) var total: Money?
    package internal(set) var tax: Money?
    package internal(set) var taxRate: JSONNumber?

    package init(
        line: Int64, sku: String, name: String?, quantity: Quantity, shipped: Quantity, delivered: Quantity, cancelled: Quantity,
        returned: Quantity, unitPrice: Money?, discount: Money?, total: Money?, tax: Money?, taxRate: JSONNumber?
    ) {
        (self.line, self.sku, self.name, self.quantity) = (line, sku, name, quantity)
        (self.shipped, self.delivered, self.cancelled, self.returned) = (shipped, delivered, cancelled, returned)
        (self.unitPrice, self.discount, self.total, self.tax, self.taxRate) = (unitPrice, discount, total, tax, taxRate)
    }

    package init(_ fields: inout ShapeReader) {
        line = fields.integer("line")
        sku = fields.text("sku")
        name = fields.optionalText("name")
        quantity = fields.quantity("quantity")
        shipped = fields.quantity("shipped", orZero: true)
        delivered = fields.quantity("delivered", orZero: true)
        cancelled = fields.quantity("cancelled", orZero: true)
        returned = fields.quantity("returned", orZero: true)
        unitPrice = fields.optionalMoney("unitPrice", "The list price.")
        discount = fields.optionalMoney("discount")
        total = fields.optionalMoney("total")
        tax = fields.optionalMoney("tax", "As the shop told it.")
        taxRate = fields.any("taxRate", "As the shop told it: a number.")?.number
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("line", line)
            writer.field("sku", sku)
            writer.field("name", name)
            writer.field("quantity", quantity)
            writer.field("shipped", shipped)
            writer.field("delivered", delivered)
            writer.field("cancelled", cancelled)
            writer.field("returned", returned)
            writer.field("unitPrice", unitPrice)
            writer.field("discount", discount)
            writer.field("total", total)
            writer.field("tax", tax)
            writer.field("taxRate", taxRate.map { JSONValue.number($0) })
        }
    }
}
