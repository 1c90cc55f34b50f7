package import Core
package import OrdersAPI

/// What a shop tells about an order that was placed: every event of an order but the first.
package enum OrderNotice: Sendable {
    case paid(PaymentNotice)
    case refunded(RefundNotice)
    case shipped(ShipmentNotice)
    case delivered(DeliveryNotice)
    case cancelled(CancellationNotice)
    case returned(ReturnNotice)

    package var kind: OrderStepKind {
        switch self {
        case .paid: .paid
        case .refunded: .refunded
        case .shipped: .shipped
        case .delivered: .delivered
        case .cancelled: .cancelled
        case .returned: .returned
        }
    }

    /// What is unique among the order's notices of this kind; the event's id where the shop gives no name.
    package func name(eventID: String) -> String? {
        switch self {
        case .paid(let notice): notice.reference
        case .refunded(let notice): notice.reference
        case .shipped(let notice): notice.shipment ?? eventID
        case .returned(let notice): notice.returnName ?? eventID
        case .delivered, .cancelled: nil
        }
    }

    /// Where that name stands in the event's data.
    package var namePointer: String {
        switch self {
        case .paid, .refunded: "/reference"
        case .shipped: "/shipment"
        case .returned: "/return"
        case .delivered, .cancelled: ""
        }
    }

    /// The lines that the shop named; `nil` where it speaks of all that is left.
    package var lines: [LineQuantity]? {
        switch self {
        case .shipped(let notice): notice.lines
        case .cancelled(let notice): notice.lines
        case .returned(let notice): notice.lines
        case .paid, .refunded, .delivered: nil
        }
    }

    /// When it happened, if the shop says.
    package var time: Timestamp? {
        switch self {
        case .paid(let notice): notice.paidAt
        case .refunded(let notice): notice.refundedAt
        case .shipped(let notice): notice.shippedAt
        case .delivered(let notice): notice.deliveredAt
        case .cancelled(let notice): notice.cancelledAt
        case .returned(let notice): notice.returnedAt
        }
    }
}
