package import Core
package import Database
import JSON
package import OrdersAPI
import ServiceKit

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

    /// Throws `bad-cursor` for a cursor of another sort.
    package func orders(_ query: OrderQuery, _ page: PageRequest) async throws -> Page<OrderResource> {
        let after = try page.cursor.map { try OrderQuery.Place(cursor: $0, sort: query.sort) }
        let found = try await database.read { [reader] tx in
            try reader.orders(query, after: after, limit: page.limit + 1, in: tx)
        }
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { query.place(of: $0.order).cursor(sort: query.sort) } : nil
        return Page(items: shown.map(\.resource), next: next)
    }

    package func summary(of customer: ID) async throws -> OrderSummary {
        try await database.read { [reader] tx in try reader.summary(of: customer, in: tx) }
    }
}

extension OrderQuery.Place {
    fileprivate func cursor(sort: OrderQuery.Sort) -> String {
        let text =
            switch key {
            case .time(let time): String(time.microseconds)
            case .text(let text): text
            case .amount(let amount): String(amount)
            }
        return Cursor.encode([sort.text, text, id.description])
    }

    fileprivate init(cursor: String, sort: OrderQuery.Sort) throws {
        let parts = try Cursor.decode(cursor, parts: 3)
        let key: Key? =
            switch sort.key {
            case .placedAt: Int64(parts[1]).map { .time(Timestamp(microseconds: $0)) }
            case .number: .text(parts[1])
            case .total: Int64(parts[1]).map { .amount($0) }
            }
        guard parts[0] == sort.text, let key, let id = ID(parts[2]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next, with the same sort.")
        }
        self.init(key: key, id: id)
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
