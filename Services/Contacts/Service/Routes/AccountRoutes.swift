import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// One customer: facts, people, history.
enum AccountRoutes {
    static func all(_ read: ReadAccount, _ timeline: ReadTimeline, _ edit: EditAccount) -> [Route] {
        [
            Route(
                .patch, "/v1/accounts/{id}", access: .scope(ContactsScope.write), audit: .change(.account),
                "Correct what is known of a customer: its name, its language, where it is written to and called at.",
                headers: [.ifMatch], request: AccountEdit.self, response: AccountResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(AccountEdit.self, limit: 10_000)
                return try await edit(
                    wanted, of: request.id("id", as: AccountID.self), by: request.caller, expecting: version
                ).response
            },
            Route(
                .get, "/v1/accounts/{id}", access: .scope(ContactsScope.read), audit: .view(.account),
                "All that the caller may know about one customer; of some only the name and whose it is.",
                response: AccountResource.self
            ) { request in
                try await read(request.id("id", as: AccountID.self), for: request.caller.viewer).response
            },
            Route(
                .get, "/v1/accounts/{id}/people", access: .scope(ContactsScope.read), audit: .view(.account),
                "The people of one customer; 403 `hidden` where the caller may not see whom to reach.",
                response: PersonResource.self, list: true
            ) { request in
                let seen = try await read(request.id("id", as: AccountID.self), for: request.caller.viewer)
                return .list(Page(items: try seen.people, next: nil))
            },
            Route(
                .get, "/v1/customers/{id}/timeline", access: .scope(ContactsScope.read), audit: .view(.account),
                "The customer's history, newest first: every entry with kind, source, actor, event id and time. 403 `hidden` where the caller may not see it.",
                query: [
                    QueryParameter(
                        "kind",
                        "Kinds (order.shipped) or groups (order, mail, account, consent, contact-point), separated by commas."),
                    QueryParameter(
                        "service", "Told by this service: orders, notifications or contacts.",
                        .choice(["orders", "notifications", "contacts"])),
                    QueryParameter("person", "A part of who acted."), QueryParameter("q", "A part of what the entry says."),
                ] + PageQuery.parameters,
                response: TimelineEntryResource.self, list: true
            ) { request in
                let id = try request.id("id", as: AccountID.self)
                let page = try PageQuery.read(request)
                let lines = try await timeline(
                    of: id, before: page.cursor.map(place), filter: try filter(request.query), limit: page.limit + 1,
                    for: request.caller.viewer)
                let items = try lines.prefix(page.limit).map { try $0.resource }
                let next = lines.count > page.limit ? cursor(lines[page.limit - 1]) : nil
                return .list(Page(items: items, next: next))
            },
        ]
    }

    private static func filter(_ query: HTTPQuery) throws -> TimelineFilter {
        TimelineFilter(
            kinds: try kinds(query.first("kind")), service: query.first("service"), person: query.first("person"),
            text: query.first("q"))
    }

    private static func kinds(_ text: String?) throws -> [String] {
        let kinds = (text ?? "").split(separator: ",").map(String.init)
        guard kinds.count <= 20 else {
            throw Refusal(.malformed, "bad-kind", "kind must name at most 20 kinds, separated by commas.")
        }
        return kinds
    }

    private static func cursor(_ entry: TimelineEntry) -> String {
        Cursor.encode([String(entry.at.microseconds), String(entry.sequence)])
    }

    private static func place(_ cursor: String) throws -> (at: Timestamp, sequence: Int64) {
        let parts = try Cursor.decode(cursor, parts: 2)
        guard let microseconds = Int64(parts[0]), let sequence = Int64(parts[1]) else { throw CustomerRoutes.badCursor }
        return (Timestamp(microseconds: microseconds), sequence)
    }
}
