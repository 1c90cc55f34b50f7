package import Core
package import Database
package import OrdersAPI

/// Reads orders as the API shows them.
package struct OrderLookup: Sendable {
    private let database: any Database
    private let reader = OrderReader()

    package init(database: any Database) {
        self.database = database
    }

    package func order(_ id: OrderID) async throws -> OrderResource? {
        try await database.read { [reader] tx in try reader.order(id, in: tx) }?.resource
    }

    /// At most `limit` orders after `place`, and where the next page begins if there is one.
    package func orders(
        _ query: OrderQuery, after place: OrderQuery.Place? = nil, limit: Int
    ) async throws -> (items: [OrderResource], next: OrderQuery.Place?) {
        let found = try await database.read { [reader] tx in
            try reader.orders(query, after: place, limit: limit + 1, in: tx)
        }
        let shown = found.prefix(limit)
        let next = found.count > limit ? shown.last.map { query.place(of: $0.order) } : nil
        return (shown.map(\.resource), next)
    }

    package func summary(of customer: ID) async throws -> OrderSummary {
        try await database.read { [reader] tx in try reader.summary(of: customer, in: tx) }
    }
}

extension OrderReader.Found {
    /// As the API shows it.
    package var resource: OrderResource {
        let currency = order.currency
        func money(_ amount: Int64) -> Money { Money(amount: amount, currency: currency) }
        return OrderResource(
            id: order.id, source: order.source, number: order.number, customer: order.accountID, placedAt: order.placedAt,
            receivedAt: order.receivedAt, channel: order.channel, total: money(order.total), due: money(order.due),
            paid: money(order.paid), refunded: money(order.refunded), shipping: money(order.shipping),
            discount: money(order.discount), tax: money(order.tax), taxIncluded: order.taxIncluded, states: order.states,
            lines: order.lines.map { line in
                OrderLineResource(
                    line: line.line, sku: line.sku, name: line.name, quantity: line.quantity, shipped: line.shipped,
                    delivered: line.delivered, cancelled: line.cancelled, returned: line.returned,
                    unitPrice: money(line.unitPrice), discount: money(line.discount), total: money(line.total),
                    tax: line.tax.map(money), taxRate: line.taxRate)
            },
            shipments: shipments, buyer: order.customer, billingAddress: order.billingAddress,
            shippingAddress: order.shippingAddress, note: order.note, campaign: order.campaign,
            history: steps.map { step in
                OrderHistoryEntry(
                    kind: step.kind.rawValue, eventID: step.eventID, source: order.source, time: step.time,
                    receivedAt: step.receivedAt, version: step.version, what: step.details)
            },
            version: order.version)
    }

    private var shipments: [OrderShipmentResource] {
        var deliveries: [String: Timestamp] = [:]
        for step in steps where step.kind == .delivered {
            for name in step.details.shipments ?? [] { deliveries[name] = step.time }
        }
        return steps.compactMap { step in
            guard step.kind == .shipped, let name = step.name else { return nil }
            return OrderShipmentResource(
                shipment: name, shippedAt: step.time, carrier: step.details.carrier,
                trackingNumber: step.details.trackingNumber, trackingURL: step.details.trackingURL,
                deliveredAt: deliveries[name], lines: step.details.lines ?? [])
        }
    }
}
