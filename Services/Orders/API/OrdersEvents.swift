/// What orders tells on topic `crm.orders.v1`; the key is the order's or the product's id. Each event of an order carries
/// the order's version as `aggversion`.
package enum OrdersEvents {
    package static let source = "/orders"
    package static let topic = "crm.orders.v1"
    /// Data: `OrderPlaced`.
    package static let orderPlaced = "crm.orders.order.placed.v1"
    /// Data: `OrderMoneyMoved`.
    package static let orderPaid = "crm.orders.order.paid.v1"
    /// Data: `OrderMoneyMoved`.
    package static let orderRefunded = "crm.orders.order.refunded.v1"
    /// Data: `OrderShipped`.
    package static let orderShipped = "crm.orders.order.shipped.v1"
    /// Data: `OrderDelivered`.
    package static let orderDelivered = "crm.orders.order.delivered.v1"
    /// Data: `OrderCancelled`.
    package static let orderCancelled = "crm.orders.order.cancelled.v1"
    /// Data: `OrderReturned`.
    package static let orderReturned = "crm.orders.order.returned.v1"
    /// Data: `ProductTold`.
    package static let productReleased = "crm.orders.product.released.v1"
    /// Data: `ProductTold`.
    package static let productChanged = "crm.orders.product.changed.v1"
    /// Data: `ProductTold`.
    package static let productWithdrawn = "crm.orders.product.withdrawn.v1"
}
