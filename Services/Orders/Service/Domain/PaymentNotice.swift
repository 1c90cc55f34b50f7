package import Core
package import JSON
import OrdersAPI

/// The data of `shop.order.paid.v1`.
package struct PaymentNotice: Shape {
    package static let shapeName = "ShopOrderPaid"

    package let number: String
    package let amount: Int64
    package let reference: String
    package let paidAt: Timestamp?
    package let method: String?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        amount = fields.amount("amount", "In minor units of the order's currency.")
        reference = fields.text("reference", length: 1...256, "Unique among the order's payments.")
        paidAt = fields.optionalTime("paidAt")
        method = fields.optionalFilledText("method")
    }
}

/// The data of `shop.order.refunded.v1`.
package struct RefundNotice: Shape {
    package static let shapeName = "ShopOrderRefunded"

    package let number: String
    package let amount: Int64
    package let reference: String
    package let refundedAt: Timestamp?
    /// The return it is for.
    package let returnName: String?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        amount = fields.amount("amount", "In minor units of the order's currency; all refunds together at most what was paid.")
        reference = fields.text("reference", length: 1...256, "Unique among the order's refunds.")
        refundedAt = fields.optionalTime("refundedAt")
        returnName = fields.optionalName("return", "The return it is for.")
    }
}
