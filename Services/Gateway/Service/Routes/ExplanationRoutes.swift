import Audit
import Core
import HTTP
import ServiceKit

/// `GET /v1/access/explain`: why can somebody see or do something, or why not.
struct ExplanationRoutes: Sendable {
    let explain: ExplainAccess

    var routes: [Route] {
        [
            Route(
                .get, "/v1/access/explain", access: .scope("organization:read"), audit: .view(.organization),
                "Which rule lets a user do something with a row, or for each of his rules why it does not.",
                query: [
                    QueryParameter("user", "The user's id."),
                    QueryParameter(
                        "record", "The id of the client, whose the row is; absent for a row of no client or what has no owner."),
                    QueryParameter(
                        "resource", Resource.allCases.map(\.rawValue).joined(separator: ", ") + "; account when absent."),
                    QueryParameter("action", Action.allCases.map(\.rawValue).joined(separator: ", ") + "; view when absent."),
                ], response: ExplanationResource.self
            ) { request in
                .json(ExplanationResource(try await explain(try Self.question(request.query), for: request)))
            }
        ]
    }

    private static func question(_ query: HTTPQuery) throws -> ExplainAccess.Question {
        guard let user = query.first("user").flatMap({ ID($0) }) else { throw bad("user", "the id of a user") }
        return ExplainAccess.Question(
            user: user, resource: try named(query, "resource", "a resource, such as order") ?? .account,
            action: try named(query, "action", "an action, such as change") ?? .view, account: try account(query))
    }

    private static func account(_ query: HTTPQuery) throws -> ID? {
        guard let text = query.first("record"), !text.isEmpty else { return nil }
        guard let id = ID(text) else { throw bad("record", "the id of a client") }
        return id
    }

    private static func named<T: RawRepresentable<String>>(_ query: HTTPQuery, _ name: String, _ what: String) throws -> T? {
        guard let text = query.first(name), !text.isEmpty else { return nil }
        guard let value = T(rawValue: text) else { throw bad(name, what) }
        return value
    }

    private static func bad(_ name: String, _ what: String) -> Refusal {
        Refusal(.malformed, "bad-\(name)", "\(name) must be \(what).")
    }
}
