/// What a router knows about a method and path.
package enum RouteMatch: Sendable {
    /// The route of that number, counted from 0 in the order in which they were given.
    case found(Int, parameters: [String: String])
    /// The path exists, for these methods: the value of Allow.
    case methodNotAllowed([HTTPMethod])
    case notFound
}

/// Routes as a tree of segments, built once. Fixed segments win over parameters, parameters over a rest; where the better branch
/// leads nowhere the next is tried. HEAD is served by GET where it has no route of its own.
///
/// It knows routes by number and not by a value of the caller's, since what is generic costs on the way of every request.
package struct Router: Sendable {
    private var tree = RouteTree()

    /// Throws `RouteError` for a pattern that is malformed and for two routes that would answer the same.
    package init(_ routes: [(method: HTTPMethod, pattern: String)]) throws {
        for (index, route) in routes.enumerated() { try tree.add(route.method, route.pattern, index) }
    }

    /// The target's path is percent-encoded, its query does not count. Paths with an encoded slash or NUL, with `.`, `..` or empty
    /// segments, with a broken percent sequence or with bytes that are no UTF-8 match nothing.
    package func match(_ method: HTTPMethod, _ target: String) -> RouteMatch { tree.match(method, target) }
}
