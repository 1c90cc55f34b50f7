/// What a router knows about a method and path.
package enum RouteMatch<Value: Sendable>: Sendable {
    case found(Value, parameters: [String: String])
    /// The path exists, for these methods: the value of Allow.
    case methodNotAllowed([HTTPMethod])
    case notFound
}

/// Routes as a tree of segments, built once. Fixed segments win over parameters, parameters over a rest; where the better branch
/// leads nowhere the next is tried. HEAD is served by GET where it has no route of its own.
package struct Router<Value: Sendable>: Sendable {
    private var tree = RouteTree()
    private let values: [Value]

    /// Throws `RouteError` for a pattern that is malformed and for two routes that would answer the same.
    package init(_ routes: [(HTTPMethod, String, Value)]) throws {
        for (index, route) in routes.enumerated() { try tree.add(route.0, route.1, index) }
        values = routes.map(\.2)
    }

    /// The path is percent-encoded, without query. Paths with an encoded slash or NUL, with `.`, `..` or empty segments, with a
    /// broken percent sequence or with bytes that are no UTF-8 match nothing.
    package func match(_ method: HTTPMethod, _ path: String) -> RouteMatch<Value> {
        switch tree.match(method, path) {
        case .found(let index, let parameters): .found(values[index], parameters: parameters)
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed)
        case .notFound: .notFound
        }
    }
}
