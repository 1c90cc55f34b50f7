package import JSON
package import OrdersAPI

/// A line with the prices it was ordered at, which never change, and what became of its quantity.
package struct OrderLine: Hashable, Sendable {
    package let line: Int64
    package let sku: String
    package let name: String?
    package let quantity: Quantity
    package let unitPrice: Int64
    package let discount: Int64
    package let total: Int64
    package let tax: Int64?
    package let taxRate: JSONNumber?
    package var shipped = Quantity.zero
    package var delivered = Quantity.zero
    package var cancelled = Quantity.zero
    package var returned = Quantity.zero

    package init(
        line: Int64, sku: String, name: String?, quantity: Quantity, unitPrice: Int64, discount: Int64, total: Int64,
        tax: Int64?, taxRate: JSONNumber?
    ) {
        self.line = line
        self.sku = sku
        self.name = name
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.discount = discount
        self.total = total
        self.tax = tax
        self.taxRate = taxRate
    }

    package init(_ placed: PlacedLine) {
        self.init(
            line: placed.line, sku: placed.sku, name: placed.name, quantity: placed.quantity, unitPrice: placed.unitPrice,
            discount: placed.discount, total: placed.total, tax: placed.tax, taxRate: placed.taxRate)
    }

    /// What is still wanted.
    package var open: Quantity { quantity - cancelled }
    /// What can still be shipped or cancelled.
    package var left: Quantity { open - shipped }
}
