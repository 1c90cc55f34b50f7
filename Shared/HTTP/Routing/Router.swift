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
    private struct Endpoint {
        var method: HTTPMethod
        var names: [String]
        var value: Value
    }

    private struct Node {
        var fixed: [(name: [UInt8], node: Int)] = []
        var parameter: Int?
        var rest: Int?
        var endpoints: [Endpoint] = []
    }

    private var nodes = [Node()]

    /// Throws `RouteError` for a pattern that is malformed and for two routes that would answer the same.
    package init(_ routes: [(HTTPMethod, String, Value)]) throws {
        for (method, text, value) in routes {
            let pattern = try PathPattern(text)
            let node = pattern.segments.reduce(0) { child(of: $0, for: $1) }
            guard !nodes[node].endpoints.contains(where: { $0.method == method }) else {
                throw RouteError(pattern: text, reason: "clashes with another \(method.rawValue) route")
            }
            nodes[node].endpoints.append(Endpoint(method: method, names: pattern.names, value: value))
        }
    }

    /// The path is percent-encoded, without query. Paths with an encoded slash or NUL, with `.`, `..` or empty segments, with a
    /// broken percent sequence or with bytes that are no UTF-8 match nothing.
    package func match(_ method: HTTPMethod, _ path: String) -> RouteMatch<Value> {
        guard let segments = PathSegments.split(path) else { return .notFound }
        var captured: [String] = []
        var allowed: [HTTPMethod] = []
        if let endpoint = find(method, segments[...], at: 0, &captured, &allowed) {
            if captured.isEmpty { return .found(endpoint.value, parameters: [:]) }
            return .found(endpoint.value, parameters: Dictionary(zip(endpoint.names, captured)) { first, _ in first })
        }
        return allowed.isEmpty ? .notFound : .methodNotAllowed(Self.withHead(allowed))
    }

    private func find(
        _ method: HTTPMethod, _ segments: ArraySlice<[UInt8]>, at index: Int, _ captured: inout [String],
        _ allowed: inout [HTTPMethod]
    ) -> Endpoint? {
        let node = nodes[index]
        guard let segment = segments.first else { return endpoint(method, of: node, &allowed) }
        if let next = node.fixed.first(where: { $0.name == segment }),
            let found = find(method, segments.dropFirst(), at: next.node, &captured, &allowed)
        {
            return found
        }
        let depth = captured.count
        if let next = node.parameter {
            captured.append(String(decoding: segment, as: UTF8.self))
            if let found = find(method, segments.dropFirst(), at: next, &captured, &allowed) { return found }
            captured.removeSubrange(depth...)
        }
        if let next = node.rest, let found = endpoint(method, of: nodes[next], &allowed) {
            captured.append(String(decoding: Array(segments.joined(separator: [0x2f])), as: UTF8.self))
            return found
        }
        return nil
    }

    private func endpoint(_ method: HTTPMethod, of node: Node, _ allowed: inout [HTTPMethod]) -> Endpoint? {
        if let exact = node.endpoints.first(where: { $0.method == method }) { return exact }
        if method == .head, let get = node.endpoints.first(where: { $0.method == .get }) { return get }
        for endpoint in node.endpoints where !allowed.contains(endpoint.method) { allowed.append(endpoint.method) }
        return nil
    }

    private mutating func child(of index: Int, for segment: PathPattern.Segment) -> Int {
        switch segment {
        case .fixed(let name):
            let name = Array(name.utf8)
            if let known = nodes[index].fixed.first(where: { $0.name == name }) { return known.node }
            nodes[index].fixed.append((name, nodes.count))
        case .parameter:
            if let known = nodes[index].parameter { return known }
            nodes[index].parameter = nodes.count
        case .rest:
            if let known = nodes[index].rest { return known }
            nodes[index].rest = nodes.count
        }
        nodes.append(Node())
        return nodes.count - 1
    }

    private static func withHead(_ methods: [HTTPMethod]) -> [HTTPMethod] {
        methods.contains(.get) && !methods.contains(.head) ? methods + [.head] : methods
    }
}
