import Glibc

/// Patterns as a tree of segments. Of several patterns that fit a path the most specific one decides: what methods it lacks no wider
/// one lends it, so that the allowed ones are those of one resource.
struct RouteTree: Sendable {
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
        let path: UnsafeBufferPointer<UInt8>
        /// Where the parameters of what was found lie, the last one first.
        var captured: [Range<Int>] = []
        /// Of the pattern that fits, when it has no endpoint for the method.
        var allowed: [HTTPMethod] = []

        func text(_ range: Range<Int>) -> String { String(decoding: UnsafeBufferPointer(rebasing: path[range]), as: UTF8.self) }
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

    func match(_ method: HTTPMethod, _ target: String) -> RouteMatch {
        PathBytes.of(target) { match(method, $0) } ?? .notFound
    }

    private func match(_ method: HTTPMethod, _ path: UnsafeBufferPointer<UInt8>) -> RouteMatch {
        var search = Search(method: method, path: path)
        if let endpoint = find(&search, from: 0, at: 0) {
            if search.captured.isEmpty { return .found(endpoint.route, parameters: [:]) }
            let pairs = zip(endpoint.names, search.captured.reversed().map { search.text($0) })
            return .found(endpoint.route, parameters: Dictionary(pairs) { first, _ in first })
        }
        return search.allowed.isEmpty ? .notFound : .methodNotAllowed(Self.withHead(search.allowed))
    }

    /// Looks below a node for the segments from `start` on.
    private func find(_ search: inout Search, from start: Int, at index: Int) -> Endpoint? {
        let path = search.path
        guard start < path.count else { return endpoint(of: index, &search) }
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        let segment = UnsafeBufferPointer(rebasing: path[start..<end])
        for place in nodes[index].fixed.indices where Self.isEqual(segment, nodes[index].fixed[place].name) {
            if let found = find(&search, from: end + 1, at: nodes[index].fixed[place].node) { return found }
        }
        guard search.allowed.isEmpty else { return nil }
        if let next = nodes[index].parameter, let found = find(&search, from: end + 1, at: next) {
            search.captured.append(start..<end)
            return found
        }
        guard search.allowed.isEmpty else { return nil }
        if let next = nodes[index].rest, let found = endpoint(of: next, &search) {
            if !found.names.isEmpty { search.captured.append(start..<path.count) }
            return found
        }
        return nil
    }

    @inline(__always) private static func isEqual(_ segment: UnsafeBufferPointer<UInt8>, _ name: [UInt8]) -> Bool {
        segment.count == name.count && memcmp(segment.baseAddress!, name, name.count) == 0
    }

    private func endpoint(of index: Int, _ search: inout Search) -> Endpoint? {
        let method = search.method
        for endpoint in nodes[index].endpoints where endpoint.method == method { return endpoint }
        if method == .head, let get = nodes[index].endpoints.first(where: { $0.method == .get }) { return get }
        search.allowed = nodes[index].endpoints.map(\.method)
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
