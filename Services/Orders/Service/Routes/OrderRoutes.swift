import Audit
import Core
import HTTP
import JSON
import OrdersAPI
package import ServiceKit

/// Reading orders.
package enum OrderRoutes {
    package static func routes(_ lookup: OrderLookup) -> [Route] {
        [
            Route(
                .get, "/v1/orders", access: .scope("orders:read"), audit: .view(.order), "Orders, the newest first.",
                query: parameters + PageQuery.parameters, response: OrderResource.self, list: true
            ) { request in
                let query = try query(request)
                let page = try PageQuery.read(request)
                let after = try page.cursor.map { try OrderQuery.Place(cursor: $0, sort: query.sort) }
                let (items, next) = try await lookup.orders(query, after: after, limit: page.limit, for: request.caller.viewer)
                return .list(Page(items: items, next: next?.cursor(sort: query.sort)))
            },
            Route(
                .get, "/v1/orders/{id}", access: .scope("orders:read"), audit: .view(.order), "One order.",
                response: OrderResource.self
            ) { request in
                let id = try request.id("id", as: OrderID.self)
                guard let order = try await lookup.order(id, for: request.caller.viewer) else {
                    throw Refusal(.notFound, "not-found", "There is no order with this id.")
                }
                return .json(order, etag: order.entityTag)
            },
            Route(
                .get, "/v1/order-counts", access: .scope("orders:read"), audit: .none("Counts alone."),
                "How many of the orders that one may see were placed within each of several times.",
                query: [TimeBounds.parameter], response: OrderCounts.self
            ) { request in
                .json(try await lookup.counts(between: try TimeBounds.read(request), for: request.caller.viewer))
            },
            Route(
                .get, "/v1/order-summaries", access: .scope("orders:read"), audit: .view(.order), "A customer's orders in short.",
                query: [QueryParameter("customer", "The account's id.", .id, required: true)], response: OrderSummary.self
            ) { request in
                guard let customer = try customer(request) else {
                    throw Refusal(.malformed, "bad-parameter", "Say whose: customer must be the id of an account.")
                }
                guard let summary = try await lookup.summary(of: customer, for: request.caller.viewer) else {
                    throw Refusal(.notFound, "not-found", "There is no customer with this id.")
                }
                return .json(summary)
            },
        ]
    }

    private static let parameters = [
        QueryParameter("source", "The shop."), QueryParameter("number", "The order's number in its shop."),
        QueryParameter("customer", "The account's id.", .id),
        QueryParameter(
            "state", "A value of any of the four states, such as partly-shipped; of payment, only orders whose money is shown."),
        QueryParameter("placedFrom", "Placed at this time (RFC 3339) or later.", .time),
        QueryParameter("placedTo", "Placed before this time (RFC 3339).", .time),
        QueryParameter("currency", "Totals in this currency (ISO 4217); only orders whose money is shown."),
        QueryParameter("totalFrom", "A total of so many minor units or more; with currency and the sort by total."),
        QueryParameter("totalTo", "A total of so many minor units or less; with currency and the sort by total."),
        QueryParameter("owner", "me: of customers that belong to whoever asks.", .choice(["me"])),
        QueryParameter(
            "sort",
            "placedAt, number or total, with - in front for the largest first; -placedAt when absent. By total, only orders whose "
                + "money is shown.", .choice(["placedAt", "-placedAt", "number", "-number", "total", "-total"])),
    ]

    private static func query(_ request: HTTPRequest) throws -> OrderQuery {
        var query = OrderQuery()
        query.source = try request.filter("source")
        query.number = try request.filter("number")
        query.customer = try customer(request)
        query.placedFrom = try time(request, "placedFrom")
        query.placedTo = try time(request, "placedTo")
        if let text = try request.filter("state") {
            guard let state = OrderQuery.State(text) else {
                throw Refusal(.malformed, "bad-parameter", "state must be a value of one of the four states, such as unpaid.")
            }
            query.state = state
        }
        if let text = try request.filter("sort") {
            guard let sort = OrderQuery.Sort(text) else {
                throw Refusal(.malformed, "bad-parameter", "sort must be placedAt, number or total, with or without - in front.")
            }
            query.sort = sort
        }
        try readTotals(request, &query)
        try readOwner(request, &query)
        return query
    }

    private static func readTotals(_ request: HTTPRequest, _ query: inout OrderQuery) throws {
        if let code = try request.filter("currency") {
            guard let currency = Currency(code) else {
                throw Refusal(.malformed, "bad-parameter", "currency must be one of ISO 4217, such as EUR.")
            }
            query.currency = currency
        }
        for (name, path) in [("totalFrom", \OrderQuery.totalFrom), ("totalTo", \OrderQuery.totalTo)] {
            guard let text = try request.filter(name) else { continue }
            guard let amount = Int64(text), query.currency != nil, query.sort.key == .total else {
                throw Refusal(
                    .malformed, "bad-parameter", "\(name) must be a number of minor units, with currency and the sort by total.")
            }
            query[keyPath: path] = amount
        }
    }

    private static func readOwner(_ request: HTTPRequest, _ query: inout OrderQuery) throws {
        guard let text = try request.filter("owner") else { return }
        guard text == "me" else { throw Refusal(.malformed, "bad-parameter", "owner must be me, or absent.") }
        guard let user = request.caller.viewer.user else {
            throw Refusal(.malformed, "bad-parameter", "owner=me is for people; this token belongs to nobody.")
        }
        query.owner = user
    }

    private static func customer(_ request: HTTPRequest) throws -> ID? {
        try request.filter("customer").map { text in
            guard let id = ID(text) else {
                throw Refusal(.malformed, "bad-parameter", "customer must be the id of an account.")
            }
            return id
        }
    }

    private static func time(_ request: HTTPRequest, _ name: String) throws -> Timestamp? {
        try request.filter(name).map { text in
            guard let time = Timestamp(text) else {
                throw Refusal(.malformed, "bad-parameter", "\(name) must be a time by RFC 3339, such as 2026-01-31T09:30:00Z.")
            }
            return time
        }
    }
}
