package import Core
package import OrdersAPI

/// What became of one event of a shop.
package enum ApplyOutcome: Sendable, Hashable {
    /// Applied, and told to the suite. The order is there unless the event was of a product.
    case accepted(orderID: OrderID?)
    /// Right in itself, but what it follows from is not here yet. Nothing changed.
    case waiting(WaitReason)
    /// The same was said under another event id: an order's number, a reference, a shipment or a return. Nothing changed.
    case duplicate(ofEventID: String)
    /// The same name with another content (`already-exists-with-other-content`). Nothing changed.
    case conflict(Fault)
    /// The state of the order forbids it. Nothing changed.
    case rejected([Fault])
}
