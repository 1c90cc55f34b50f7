package import Audit
package import HTTP
package import JSON

/// Who may call a route.
package enum Access: Sendable, Hashable {
    /// Anybody, without signing in. For health, public keys and one-click unsubscribe only.
    case open
    case signedIn
    /// Callers that hold this scope.
    case scope(String)
}

/// What kind of rate limit a route has at the gateway, beside those of the caller.
package enum Pace: Sendable, Hashable {
    case ordinary
    /// Signing in, resets and whatever else could be tried again and again: counted by the network it comes from.
    case signIn
    /// One request costs much, such as an export.
    case costly
}

/// One door of a service, with what the API docs say about it: the docs are generated from nothing else.
package struct Route: Sendable {
    package let method: HTTPMethod
    /// `/v1/orders/{id}`; a last segment `{rest*}` takes everything.
    package let pattern: String
    package let access: Access
    package let audit: AuditDuty
    package let pace: Pace
    package let summary: String
    package let query: [QueryParameter]
    package let headers: [HeaderParameter]
    package let request: (any Shape.Type)?
    package let response: (any Shape.Type)?
    package let status: Int
    /// The response is `{"items": […], "next"}` of `response`.
    package let list: Bool
    /// Members merged into the OpenAPI operation.
    package let extra: [String: JSONValue]
    package let handler: Handler

    package init(
        _ method: HTTPMethod, _ pattern: String, access: Access, audit: AuditDuty, pace: Pace = .ordinary, _ summary: String,
        query: [QueryParameter] = [], headers: [HeaderParameter] = [], request: (any Shape.Type)? = nil,
        response: (any Shape.Type)? = nil, status: Int = 200, list: Bool = false,
        extra: [String: JSONValue] = [:], handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.audit = audit
        self.pace = pace
        self.summary = summary
        self.query = query
        self.headers = headers
        self.request = request
        self.response = response
        self.status = status
        self.list = list
        self.extra = extra
        self.handler = handler
    }
}
