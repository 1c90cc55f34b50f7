package import Access
package import Core
package import Database
package import OrdersAPI

/// Reads orders as the API shows them to one viewer. An order that he may not see in full is not there for him.
package struct OrderLookup: Sendable {
    private let database: any Database
    private let organization: Organization
    private let clock: any WallClock
    private let reader = OrderReader()

    package init(database: any Database, organization: Organization, clock: any WallClock) {
        (self.database, self.organization, self.clock) = (database, organization, clock)
    }

    package func order(_ id: OrderID, for viewer: Viewer) async throws -> OrderResource? {
        try await database.read { tx in
            guard let found = try reader.order(id, in: tx) else { return nil }
            let decision = try rights(of: viewer, in: tx).decide(.view, account: found.order.accountID, in: tx)
            return decision.isAllowed ? found.resource.shown(by: decision) : nil
        }
    }

    /// At most `limit` orders after `place`, and where the next page begins if there is one.
    package func orders(
        _ query: OrderQuery, after place: OrderQuery.Place? = nil, limit: Int, for viewer: Viewer
    ) async throws -> (items: [OrderResource], next: OrderQuery.Place?) {
        try await database.read { tx in
            let rights = try rights(of: viewer, in: tx)
            let found = try reader.orders(query, after: place, limit: limit + 1, by: rights, in: tx)
            let shown = found.prefix(limit)
            let decisions = try rights.decide(.view, accounts: shown.map(\.order.accountID), in: tx)
            let next = found.count > limit ? shown.last.map { query.place(of: $0.order) } : nil
            return (zip(shown, decisions).map { $0.resource.shown(by: $1) }, next)
        }
    }

    /// How many of the orders that the viewer may see were placed from each bound to the next.
    package func counts(between bounds: [Timestamp], for viewer: Viewer) async throws -> OrderCounts {
        let counts = try await database.read { tx in
            try reader.counts(between: bounds, by: rights(of: viewer, in: tx), in: tx)
        }
        return OrderCounts(spans: zip(bounds, counts).map { OrderCounts.Span(from: $0, count: $1) })
    }

    /// `nil` where the viewer may not see the customer's orders.
    package func summary(of customer: ID, for viewer: Viewer) async throws -> OrderSummary? {
        try await database.read { tx in
            let decision = try rights(of: viewer, in: tx).decide(.view, account: customer, in: tx)
            return decision.isAllowed ? try reader.summary(of: customer, in: tx).shown(by: decision) : nil
        }
    }

    private func rights(of viewer: Viewer, in tx: Transaction) throws -> RecordRights {
        try RecordRights(of: viewer, to: .order, organization, at: clock.now(), in: tx)
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
            discount: money(order.discount), tax: money(order.tax), taxIncluded: order.taxIncluded,
            states: OrderStatesResource(order.states),
            lines: order.lines.map { line in
                OrderLineResource(
                    line: line.line, sku: line.sku, name: line.name, quantity: line.quantity, shipped: line.shipped,
                    delivered: line.delivered, cancelled: line.cancelled, returned: line.returned,
                    unitPrice: money(line.unitPrice), discount: money(line.discount), total: money(line.total),
                    tax: line.tax.map(money), taxRate: line.taxRate)
            },
            shipments: shipments, buyer: OrderBuyer(order.customer), billingAddress: order.billingAddress,
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
