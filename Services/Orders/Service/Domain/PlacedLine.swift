import Core
package import JSON
package import OrdersAPI

/// A line as it was ordered; its sum is right.
package struct PlacedLine: Shape {
    package static let shapeName = "ShopOrderLine"

    package let line: Int64
    package let sku: String
    package let quantity: Quantity
    package let unitPrice: Int64
    package let total: Int64
    package let name: String?
    package let discount: Int64
    package let tax: Int64?
    /// As it was written.
    package let taxRate: JSONNumber?

    package init(_ fields: inout ShapeReader) {
        line = fields.integer("line", in: 1...Amount.most, "Unique in the order.")
        sku = fields.text("sku", length: 1...64)
        quantity = fields.quantity("quantity")
        unitPrice = fields.amount("unitPrice")
        total = fields.amount("total", "quantity × unitPrice, rounded (a tie may go either way), − discount.")
        name = fields.optionalFilledText("name")
        discount = fields.optionalAmount("discount", default: 0) ?? 0
        tax = fields.optionalAmount("tax", "For information.")
        let rate = fields.any("taxRate", "For information: a number.")
        taxRate = rate?.number
        if let rate, rate.number == nil {
            fields.fault(at: "taxRate", code: "wrong-type", detail: "Must be a number.")
        }
        let amounts = ["quantity", "unitPrice", "total", "discount"].map { fields.pointer.appending($0).description }
        if !fields.isDescribing, !fields.faults.contains(where: { amounts.contains($0.pointer) }) { checkTotal(&fields) }
    }

    private func checkTotal(_ fields: inout ShapeReader) {
        let (floor, remainder) = Amount.product(thousandths: quantity.thousandths, unitPrice: unitPrice)
        let given = Int128(total) + Int128(discount)
        let isRight = remainder == 500 ? given == floor || given == floor + 1 : given == floor + (remainder > 500 ? 1 : 0)
        guard !isRight else { return }
        let expected = floor + (remainder >= 500 ? 1 : 0) - Int128(discount)
        fields.fault(
            at: "total", code: "sum-mismatch",
            detail: "\(quantity) × \(unitPrice) − \(discount) gives \(expected), not \(total).")
    }
}
