package import Core
package import JSON

/// Something of an order was paid or refunded; the event's type says which.
package struct OrderMoneyMoved: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderMoneyMoved"

    package let head: OrderHead
    package let amount: Int64
    package let reference: String
    package let at: Timestamp
    package let paymentState: PaymentState

    package init(head: OrderHead, amount: Int64, reference: String, at: Timestamp, paymentState: PaymentState) {
        (self.head, self.amount, self.reference) = (head, amount, reference)
        (self.at, self.paymentState) = (at, paymentState)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        amount = fields.integer("amount")
        reference = fields.text("reference")
        at = fields.time("at")
        paymentState = fields.state("paymentState") ?? .unpaid
        guard let head else { return nil }
        self.head = head
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("amount", amount)
            writer.field("reference", reference)
            writer.field("at", at)
            writer.field("paymentState", paymentState.rawValue)
        }
    }
}
