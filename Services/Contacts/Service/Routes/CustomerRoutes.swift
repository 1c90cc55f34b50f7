import Audit
import ContactsAPI
import Core
import HTTP
import ServiceKit

/// Lists: customers, and pairs that may be one.
enum CustomerRoutes {
    static func all(_ list: ListCustomers, _ duplicates: ListSuspectedDuplicates) -> [Route] {
        [
            Route(
                .get, "/v1/customers", access: .scope(ContactsScope.read), audit: .view(.account),
                "Finds customers among those that the caller may see, by what he may see of them.",
                query: [
                    QueryParameter(
                        "q",
                        "Any part of name, mail, phone (in any format) or tax id, or an order's number; several words must all occur."
                    ),
                    QueryParameter(
                        "sort",
                        "name (when absent), lastOrderAt or createdAt, descending with a minus. By a moment stand only those that show it.",
                        .choice(["name", "-name", "lastOrderAt", "-lastOrderAt", "createdAt", "-createdAt"])),
                ] + PageQuery.parameters,
                response: CustomerSummary.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let order = try CustomerOrder(parameter: request.query.first("sort"))
                let lines = try await list(
                    request.query.first("q"), by: order, after: page.cursor.map { try place($0, order) }, limit: page.limit + 1,
                    for: request.caller.viewer)
                let next = lines.count > page.limit ? cursor(lines[page.limit - 1], order) : nil
                return .list(Page(items: lines.prefix(page.limit).map(\.customer), next: next))
            },
            Route(
                .get, "/v1/suspected-duplicates", access: .scope(ContactsScope.read), audit: .view(.account),
                "Pairs of accounts that one order named together, newest first. Nothing is merged by itself.",
                query: PageQuery.parameters, response: SuspectedDuplicateResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let pairs = try await duplicates(before: try page.before, limit: page.limit + 1, for: request.caller.viewer)
                return .list(page.page(pairs, \.id))
            },
        ]
    }

    static let badCursor = Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")

    private static func cursor(_ line: CustomerStore.Line, _ order: CustomerOrder) -> String {
        let key =
            switch line.key {
            case .text(let text): text
            case .time(let time): String(time.microseconds)
            }
        return Cursor.encode([order.rawValue, key, line.customer.id.description])
    }

    private static func place(_ cursor: String, _ order: CustomerOrder) throws -> (key: CustomerStore.Key, id: AccountID) {
        let parts = try Cursor.decode(cursor, parts: 3)
        guard parts[0] == order.rawValue, let id = AccountID(parts[2]) else { throw badCursor }
        if CustomerStore.isText(order) { return (.text(parts[1]), id) }
        guard let microseconds = Int64(parts[1]) else { throw badCursor }
        return (.time(Timestamp(microseconds: microseconds)), id)
    }
}
