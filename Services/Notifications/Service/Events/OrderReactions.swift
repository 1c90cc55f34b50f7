import Core
import Database
import Events
import JSON
import Jobs
import OrdersAPI

/// What notifications does when orders tells something.
struct OrderReactions: Sendable {
    let tellCustomer: TellCustomer
    let jobs: JobQueue
    let clock: any WallClock
    let productDays: Int

    var subscription: Subscription {
        .events(
            OrdersEvents.topic,
            types: [
                OrdersEvents.orderPlaced, OrdersEvents.orderShipped, OrdersEvents.orderCancelled, OrdersEvents.productReleased,
            ]
        ) { event, tx in try react(event, in: tx) }
    }

    private func react(_ event: Event, in tx: Transaction) throws {
        switch event.type {
        case OrdersEvents.orderPlaced: try placed(try Shapes.decode(OrderPlaced.self, from: event.data, limits: .event), in: tx)
        case OrdersEvents.orderShipped:
            try shipped(try Shapes.decode(OrderShipped.self, from: event.data, limits: .event), in: tx)
        case OrdersEvents.orderCancelled:
            try cancelled(try Shapes.decode(OrderCancelled.self, from: event.data, limits: .event), event, in: tx)
        default: try released(try Shapes.decode(ProductTold.self, from: event.data, limits: .event), in: tx)
        }
    }

    private func placed(_ order: OrderPlaced, in tx: Transaction) throws {
        let id = order.head.orderID.id
        try OrderFactStore().savePlaced(id, number: order.head.number, placedAt: order.head.placedAt, in: tx)
        var content = MailContent()
        content.number = order.head.number
        content.total = Money(amount: order.total, currency: order.head.currency)
        content.take(order.lines.map { MailContent.Line(name: $0.name ?? $0.sku, quantity: $0.quantity, total: $0.total) })
        try tellCustomer.perform(
            .orderPlaced, intent: "order-placed:\(id)", orderID: id, placedAt: order.head.placedAt, content: content, in: tx)
    }

    private func shipped(_ shipment: OrderShipped, in tx: Transaction) throws {
        let id = shipment.head.orderID.id
        var content = MailContent()
        content.number = shipment.head.number
        content.carrier = shipment.carrier
        content.trackingNumber = shipment.trackingNumber
        content.trackingURL = shipment.trackingURL
        content.take(Self.lines(shipment.lines))
        try tellCustomer.perform(
            .orderShipped, intent: "order-shipped:\(id):\(shipment.shipment)", orderID: id, placedAt: shipment.head.placedAt,
            content: content, in: tx)
    }

    private func cancelled(_ cancellation: OrderCancelled, _ event: Event, in tx: Transaction) throws {
        let id = cancellation.head.orderID.id
        var content = MailContent()
        content.number = cancellation.head.number
        content.reason = cancellation.reason
        content.wholeOrder = cancellation.orderState == .cancelled
        content.take(Self.lines(cancellation.lines))
        try tellCustomer.perform(
            .orderCancelled, intent: "order-cancelled:\(id):\(event.id)", orderID: id, placedAt: cancellation.head.placedAt,
            content: content, in: tx)
    }

    private func released(_ product: ProductTold, in tx: Transaction) throws {
        let releasedAt = product.releasedAt ?? clock.now()
        guard MailRules.isRecent(releasedAt, days: productDays, now: clock.now()) else { return }
        try jobs.enqueue(
            AnnounceProduct.kind, payload: product.json(), at: max(releasedAt, clock.now()),
            uniqueKey: "announce:\(product.productID)", in: tx)
    }

    private static func lines(_ lines: [OrderEventLine]) -> [MailContent.Line] {
        lines.map { MailContent.Line(name: $0.name ?? $0.sku, quantity: $0.quantity, total: nil) }
    }
}

extension JSONLimits {
    /// Events of our own are bounded by the outbox.
    fileprivate static let event = JSONLimits(bytes: 1_000_000)
}
