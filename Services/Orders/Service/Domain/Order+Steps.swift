import Core
import JSON
import OrdersAPI

extension Order {
    /// The first step of its history.
    package func placedStep(_ attributes: ShopEventAttributes) -> OrderStep {
        var details = OrderStepDetails()
        details.amount = Money(amount: total, currency: currency)
        return OrderStep(
            kind: .placed, eventID: attributes.id, contentDigest: attributes.contentDigest, name: nil, time: placedAt,
            receivedAt: receivedAt, version: version, details: details)
    }

    /// Applies a notice that the state machine accepted, and gives the step it was.
    package mutating func apply(
        _ notice: OrderNotice, shipments: [OrderShipment], attributes: ShopEventAttributes
    ) -> OrderStep {
        var details = OrderStepDetails()
        switch notice {
        case .paid(let notice):
            paid += notice.amount
            details.amount = Money(amount: notice.amount, currency: currency)
            details.reference = notice.reference
            details.method = notice.method
        case .refunded(let notice):
            refunded += notice.amount
            details.amount = Money(amount: notice.amount, currency: currency)
            details.reference = notice.reference
            details.returnName = notice.returnName
        case .shipped(let notice):
            details.shipment = notice.shipment ?? attributes.id
            details.carrier = notice.carrier
            details.trackingNumber = notice.trackingNumber
            details.trackingURL = notice.trackingURL
            details.lines = add(notice.lines ?? allLeft, to: \.shipped)
        case .cancelled(let notice):
            details.reason = notice.reason
            details.lines = add(notice.lines ?? allLeft, to: \.cancelled)
        case .returned(let notice):
            details.returnName = notice.returnName ?? attributes.id
            details.reason = notice.reason
            details.lines = add(notice.lines, to: \.returned)
        case .delivered(let notice):
            let delivered = shipments.filter { !$0.isDelivered && (notice.shipment == nil || $0.name == notice.shipment) }
            details.shipments = delivered.map(\.name)
            details.lines = add(Self.merged(delivered.flatMap(\.lines)), to: \.delivered)
        }
        version += 1
        return OrderStep(
            kind: notice.kind, eventID: attributes.id, contentDigest: attributes.contentDigest,
            name: notice.name(eventID: attributes.id), time: notice.time ?? attributes.moment, receivedAt: attributes.receivedAt,
            version: version, details: details)
    }

    /// All that is left to ship or to cancel.
    private var allLeft: [LineQuantity] {
        lines.compactMap { $0.left > .zero ? LineQuantity(line: $0.line, quantity: $0.left) : nil }
    }

    private mutating func add(_ parts: [LineQuantity], to field: WritableKeyPath<OrderLine, Quantity>) -> [LineQuantity] {
        let places = linePlaces
        for part in parts {
            if let place = places[part.line] { lines[place][keyPath: field] += part.quantity }
        }
        return parts
    }

    /// One entry per line, in the order of the lines.
    private static func merged(_ parts: [LineQuantity]) -> [LineQuantity] {
        Dictionary(parts.map { ($0.line, $0.quantity) }, uniquingKeysWith: +)
            .map { LineQuantity(line: $0.key, quantity: $0.value) }
            .sorted { $0.line < $1.line }
    }
}
