/// Who asks, as the gateway found out; services get it from a signed internal token and never from a header.
package struct Caller: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case person, token, service, anonymous
    }

    package let kind: Kind
    /// The user's or token's id, or the service's name.
    package let subject: String
    /// For people to read, in histories.
    package let name: String
    /// Rights such as `orders:read`; `*` holds all of them.
    package let scopes: Set<String>
    /// The CloudEvents sources that may be written: exact, or a prefix that ends in `*`.
    package let sources: [String]
    /// Which rows and fields he reaches with them.
    package let viewer: Viewer

    package init(
        kind: Kind, subject: String, name: String, scopes: Set<String>, sources: [String] = [], viewer: Viewer = .nobody
    ) {
        self.kind = kind
        self.subject = subject
        self.name = name
        self.scopes = scopes
        self.sources = sources
        self.viewer = viewer
    }

    package static let anonymous = Caller(kind: .anonymous, subject: "", name: "", scopes: [])

    package func holds(_ scope: String) -> Bool {
        scopes.contains(scope) || scopes.contains("*")
    }

    package func mayWrite(source: String) -> Bool {
        sources.contains { $0.hasSuffix("*") ? source.hasPrefix($0.dropLast()) : $0 == source }
    }
}
