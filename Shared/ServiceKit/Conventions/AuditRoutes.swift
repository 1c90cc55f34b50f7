package import Audit
package import Core
package import Database
package import HTTP
import JSON

/// A service's own part of the audit, for the gateway to put together.
package enum AuditRoutes {
    package static let path = "/v1/audit/entries"
    package static let scope = "audit:read"

    package static let parameters = [
        QueryParameter("actor", "The id of a user or a token."), QueryParameter("record", "The id of what was seen or changed."),
        QueryParameter("action", AuditAction.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        QueryParameter("resource", Resource.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        QueryParameter("request", "The id of a request, which its parts in several services share."),
        QueryParameter("from", "At this time (RFC 3339) or later."), QueryParameter("to", "Before this time (RFC 3339)."),
    ]

    package static func routes(of service: String, _ database: any Database) -> [Route] {
        [
            Route(
                .get, path, access: .scope(scope), audit: .none("Asked by the gateway, which writes who looked."),
                "Lines of this service's audit, the newest first.", query: parameters + PageQuery.parameters,
                response: AuditEntryResource.self, list: true
            ) { request in
                try request.right(to: .view, .audit)
                let page = try PageQuery.read(request)
                return .list(try await self.page(try query(request), page.limit, of: service, database))
            }
        ]
    }

    /// A page of one service's audit.
    package static func page(
        _ query: AuditQuery, _ limit: Int, of service: String, _ database: any Database
    ) async throws -> Page<AuditEntryResource> {
        let rows = try await database.read { tx in
            try AuditStore.page(query, limit: limit + 1, in: tx).map {
                AuditEntryResource(service: service, number: $0.number, entry: $0.entry)
            }
        }
        let next = rows.count > limit ? rows[limit - 1].entry.id : nil
        return Page(items: Array(rows.prefix(limit)), next: next.map { cursor($0) })
    }

    package static func cursor(_ last: ID) -> String { Cursor.encode([last.description]) }

    /// What the parameters ask for; throws `bad-parameter` and `bad-cursor`.
    package static func query(_ request: HTTPRequest) throws -> AuditQuery {
        var query = AuditQuery()
        query.actor = try text(request, "actor")
        query.record = try text(request, "record")
        query.request = try text(request, "request")
        query.action = try text(request, "action").map { text in
            guard let action = AuditAction(rawValue: text) else { throw unknown("action", AuditAction.allCases.map(\.rawValue)) }
            return action
        }
        query.resource = try text(request, "resource").map { text in
            guard let resource = Resource(rawValue: text) else { throw unknown("resource", Resource.allCases.map(\.rawValue)) }
            return resource
        }
        query.from = try time(request, "from")
        query.to = try time(request, "to")
        query.before = try text(request, "cursor").map { cursor in
            guard let id = ID(try Cursor.decode(cursor, parts: 1)[0]) else {
                throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
            }
            return id
        }
        return query
    }

    private static func text(_ request: HTTPRequest, _ name: String) throws -> String? {
        guard let text = request.query.first(name), !text.isEmpty else { return nil }
        guard text.utf8.count <= 300, !text.utf8.contains(0) else {
            throw Refusal(.malformed, "bad-parameter", "\(name) must have at most 300 characters.")
        }
        return text
    }

    private static func time(_ request: HTTPRequest, _ name: String) throws -> Timestamp? {
        try text(request, name).map { text in
            guard let time = Timestamp(text) else {
                throw Refusal(.malformed, "bad-parameter", "\(name) must be a time by RFC 3339, such as 2026-01-31T09:30:00Z.")
            }
            return time
        }
    }

    private static func unknown(_ name: String, _ known: [String]) -> Refusal {
        Refusal(.malformed, "bad-parameter", "\(name) must be one of \(known.joined(separator: ", ")).")
    }
}
