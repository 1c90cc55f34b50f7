/// Patterns as a tree of segments, built once. It knows routes by number, so that nothing in it is generic, which costs on the way
/// of every request.
struct RouteTree: Sendable {
    enum Match {
        case found(Int, parameters: [String: String])
        case methodNotAllowed([HTTPMethod])
        case notFound
    }

    private struct Endpoint {
        let method: HTTPMethod
        let names: [String]
        let route: Int
    }

    private struct Node {
        var fixed: [(name: [UInt8], node: Int)] = []
        var parameter: Int?
        var rest: Int?
        var endpoints: [Endpoint] = []
    }

    private struct Search {
        let method: HTTPMethod
        let segments: PathSegments
        var captured: [String] = []
        var allowed: [HTTPMethod] = []
    }

    private var nodes = [Node()]

    /// Throws `RouteError` for a pattern that is malformed or would answer the same as another.
    mutating func add(_ method: HTTPMethod, _ text: String, _ route: Int) throws {
        let pattern = try PathPattern(text)
        let node = pattern.segments.reduce(0) { child(of: $0, for: $1) }
        guard !nodes[node].endpoints.contains(where: { $0.method == method }) else {
            throw RouteError(pattern: text, reason: "clashes with another \(method.rawValue) route")
        }
        nodes[node].endpoints.append(Endpoint(method: method, names: pattern.names, route: route))
    }

    func match(_ method: HTTPMethod, _ path: String) -> Match {
        guard let segments = PathSegments(path) else { return .notFound }
        var search = Search(method: method, segments: segments)
        if let endpoint = find(&search, from: 0, at: 0) {
            if search.captured.isEmpty { return .found(endpoint.route, parameters: [:]) }
            let pairs = zip(endpoint.names, search.captured)
            return .found(endpoint.route, parameters: Dictionary(pairs) { first, _ in first })
        }
        return search.allowed.isEmpty ? .notFound : .methodNotAllowed(Self.withHead(search.allowed))
    }

    /// Looks below a node for the segments from `place` on.
    private func find(_ search: inout Search, from place: Int, at index: Int) -> Endpoint? {
        guard place < search.segments.count else { return endpoint(of: index, &search) }
        for branch in nodes[index].fixed where search.segments.isEqual(place, branch.name) {
            if let found = find(&search, from: place + 1, at: branch.node) { return found }
        }
        let depth = search.captured.count
        if let next = nodes[index].parameter {
            search.captured.append(search.segments.text(place))
            if let found = find(&search, from: place + 1, at: next) { return found }
            search.captured.removeSubrange(depth...)
        }
        if let next = nodes[index].rest, let found = endpoint(of: next, &search) {
            search.captured.append(search.segments.rest(from: place))
            return found
        }
        return nil
    }

    private func endpoint(of index: Int, _ search: inout Search) -> Endpoint? {
        let method = search.method
        for endpoint in nodes[index].endpoints where endpoint.method == method { return endpoint }
        if method == .head, let get = nodes[index].endpoints.first(where: { $0.method == .get }) { return get }
        for endpoint in nodes[index].endpoints where !search.allowed.contains(endpoint.method) {
            search.allowed.append(endpoint.method)
        }
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
