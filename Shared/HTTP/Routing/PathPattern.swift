/// A route's pattern taken apart: `/v1/orders/{id}/lines`, with `{rest*}` as the last segment for everything that follows, or `{*}`
/// where nobody wants to know what that is.
struct PathPattern {
    enum Segment: Equatable {
        case fixed(String)
        case parameter
        case rest
    }

    private(set) var segments: [Segment] = []
    /// The parameters' names in the order of their segments.
    private(set) var names: [String] = []

    init(_ text: String) throws {
        guard text.hasPrefix("/") else { throw RouteError(pattern: text, reason: "does not begin with a slash") }
        if text == "/" { return }
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard segments.last != .rest else { throw RouteError(pattern: text, reason: "has a segment after its rest") }
            if part.hasPrefix("{"), part.hasSuffix("}") {
                let isRest = part.hasSuffix("*}")
                segments.append(isRest ? .rest : .parameter)
                if part == "{*}" { continue }
                let name = String(part.dropFirst().dropLast(isRest ? 2 : 1))
                guard !name.isEmpty, !names.contains(name) else {
                    throw RouteError(pattern: text, reason: "has a parameter without a name of its own")
                }
                names.append(name)
            } else {
                guard !part.isEmpty, !part.contains(where: { "{}%?*".contains($0) }), part != ".", part != ".." else {
                    throw RouteError(pattern: text, reason: "has a segment that no path can match")
                }
                segments.append(.fixed(String(part)))
            }
        }
    }
}

/// A route that cannot be: thrown while the router is built, so at start.
package struct RouteError: Error, CustomStringConvertible {
    package let pattern: String
    package let reason: String

    package var description: String { "The route \(pattern) \(reason)." }
}
