package import Core
package import OrdersAPI

package enum OrderStepKind: String, CaseIterable, Sendable {
    case placed, paid, refunded, shipped, delivered, cancelled, returned

    /// The type of the shop's event.
    package var eventType: String { "shop.order.\(rawValue).v1" }
}

/// One accepted event in the history of an order.
package struct OrderStep: Hashable, Sendable {
    package let kind: OrderStepKind
    /// Of the shop's event; its source is the order's.
    package let eventID: String
    package let contentDigest: [UInt8]
    /// What makes it unique among the order's steps of its kind: a reference, a shipment, a return.
    package let name: String?
    /// When it happened, as the shop says.
    package let time: Timestamp
    package let receivedAt: Timestamp
    /// The order's version after it.
    package let version: Int64
    package let details: OrderStepDetails

    package init(
        kind: OrderStepKind, eventID: String, contentDigest: [UInt8], name: String?, time: Timestamp, receivedAt: Timestamp,
        version: Int64, details: OrderStepDetails
    ) {
        self.kind = kind
        self.eventID = eventID
        self.contentDigest = contentDigest
        self.name = name
        self.time = time
        self.receivedAt = receivedAt
        self.version = version
        self.details = details
    }
}
