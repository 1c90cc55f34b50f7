package import Core
package import JSON
package import OrdersAPI

/// The data of `shop.order.placed.v1`. Its sums are right.
package struct PlacedOrder: Shape {
    package static let shapeName = "ShopOrderPlaced"

    package let number: String
    package let currency: Currency
    package let customer: OrderCustomer
    package let lines: [PlacedLine]
    package let total: Int64
    package let placedAt: Timestamp?
    package let taxIncluded: Bool
    package let shipping: Int64
    package let discount: Int64
    package let tax: Int64
    package let billingAddress: OrderAddress?
    package let shippingAddress: OrderAddress?
    package let channel: String
    package let note: String?
    package let campaign: OrderCampaign?

    package init?(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        let currency = fields.currency("currency", "ISO 4217. All amounts are in its minor units.")
        let customer = fields.object("customer", OrderCustomer.self)
        lines = fields.objects("lines", PlacedLine.self, count: 1...2000)
        total = fields.amount("total", "Σ line.total + shipping − discount, plus tax unless taxIncluded.")
        placedAt = fields.optionalTime("placedAt", "Else the event's time, else its arrival.")
        taxIncluded = fields.optionalBoolean("taxIncluded", default: true) ?? true
        shipping = fields.optionalAmount("shipping", default: 0) ?? 0
        discount = fields.optionalAmount("discount", default: 0) ?? 0
        tax = fields.optionalAmount("tax", default: 0) ?? 0
        billingAddress = fields.optionalObject("billingAddress", OrderAddress.self)
        shippingAddress = fields.optionalObject("shippingAddress", OrderAddress.self)
        channel = fields.optionalFilledText("channel", most: 64, "Default: web.") ?? "web"
        note = fields.optionalFilledText("note", most: 65_536)
        campaign = fields.optionalObject("utm", OrderCampaign.self)
        fields.refuseRepeatedLines()
        Self.checkTotal(
            &fields, total: total,
            sum: lines.reduce(0) { $0 + Int128($1.total) } + Int128(shipping) - Int128(discount)
                + (taxIncluded ? 0 : Int128(tax)))
        guard let currency, let customer else { return nil }
        self.currency = currency
        self.customer = customer
    }

    /// Only where every amount could be read; a sum over gaps would accuse the wrong field.
    private static func checkTotal(_ fields: inout ShapeReader, total: Int64, sum: Int128) {
        let amounts = ["/lines", "/total", "/shipping", "/discount", "/tax"]
        let hasGaps = fields.faults.contains { fault in
            fault.code != "sum-mismatch" && fault.code != "duplicate-line" && amounts.contains { fault.pointer.hasPrefix($0) }
        }
        guard !fields.isDescribing, !hasGaps, Int128(total) != sum else { return }
        fields.fault(
            at: "total", code: "sum-mismatch", detail: "The lines, shipping, discount and tax give \(sum), not \(total).")
    }
}
