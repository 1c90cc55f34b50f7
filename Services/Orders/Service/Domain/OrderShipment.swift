package import OrdersAPI

/// A shipment of an order, as far as its delivery asks for.
package struct OrderShipment: Hashable, Sendable {
    package let name: String
    package let lines: [LineQuantity]
    package var isDelivered: Bool

    package init(name: String, lines: [LineQuantity], isDelivered: Bool) {
        self.name = name
        self.lines = lines
        self.isDelivered = isDelivered
    }

    /// The shipments that `steps`, of one order and in order, tell of.
    package static func of(_ steps: [OrderStep]) -> [OrderShipment] {
        let delivered = Set(steps.flatMap { $0.kind == .delivered ? $0.details.shipments ?? [] : [] })
        return steps.compactMap { step in
            guard step.kind == .shipped, let name = step.name else { return nil }
            return OrderShipment(name: name, lines: step.details.lines ?? [], isDelivered: delivered.contains(name))
        }
    }
}
