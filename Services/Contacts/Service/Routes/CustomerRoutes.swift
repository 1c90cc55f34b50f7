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
                    )
                ] + CustomerListQuery.filters + [CustomerListQuery.sort] + PageQuery.parameters,
                response: CustomerSummary.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let query = try CustomerListQuery(request)
                let lines = try await lines(list, query, page, request.caller.viewer)
                let next = lines.count > page.limit ? query.cursor(lines[page.limit - 1]) : nil
                return .list(Page(items: lines.prefix(page.limit).map(\.customer), next: next))
            },
            Route(
                .get, "/v1/customer-counts", access: .scope(ContactsScope.read), audit: .none("A count alone."),
                "How many customers a filter means, of those that the caller may see; counted no further than \(CustomerCount.most).",
                query: CustomerListQuery.filters, response: CustomerCount.self
            ) { request in
                .json(try await list.count(try CustomerListQuery.filter(request.query), for: request.caller.viewer))
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

    private static func lines(
        _ list: ListCustomers, _ query: CustomerListQuery, _ page: PageRequest, _ viewer: Viewer
    ) async throws -> [CustomerStore.Line] {
        let place = try page.cursor.map { try query.place($0) }
        guard query.groups else {
            return try await list(
                query.text, query.filter, by: query.order, after: place.map { ($0.key, $0.id) }, limit: page.limit + 1,
                for: viewer)
        }
        return try await list.byKind(
            query.text, query.filter, by: query.order, descending: query.groupsDescend, after: place, limit: page.limit + 1,
            for: viewer)
    }
}
