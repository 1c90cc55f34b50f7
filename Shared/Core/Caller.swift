/// Who asks, as the gateway found out; services get it from a signed internal token and never from a header.
package struct Caller: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case person, token, service, anonymous
    }

    private struct Facts: Hashable, Sendable {
        let kind: Kind
        let subject: String
        let name: String
        let scopes: Set<String>
        let sources: [String]
        let viewer: Viewer
    }

    private final class Box: Sendable {
        let facts: Facts
        let subjectNumber: UInt64
        let accountNumber: UInt64

        init(_ facts: Facts) {
            self.facts = facts
            subjectNumber = Self.number(facts.subject)
            accountNumber = facts.viewer.user.map { Self.number($0.description) } ?? subjectNumber
        }

        private static func number(_ text: String) -> UInt64 {
            var hasher = Hasher()
            hasher.combine(text)
            return UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }

    /// One reference: a caller is handed from hand to hand on the way of every request, and mostly compared with itself.
    private let box: Box

    package init(
        kind: Kind, subject: String, name: String, scopes: Set<String>, sources: [String] = [], viewer: Viewer = .nobody
    ) {
        box = Box(Facts(kind: kind, subject: subject, name: name, scopes: scopes, sources: sources, viewer: viewer))
    }

    package var kind: Kind { box.facts.kind }
    /// The user's or token's id, or the service's name.
    package var subject: String { box.facts.subject }
    /// For people to read, in histories.
    package var name: String { box.facts.name }
    /// Rights such as `orders:read`; `*` holds all of them.
    package var scopes: Set<String> { box.facts.scopes }
    /// The CloudEvents sources that may be written: exact, or a prefix that ends in `*`.
    package var sources: [String] { box.facts.sources }
    /// Which rows and fields he reaches with them.
    package var viewer: Viewer { box.facts.viewer }

    /// A number that stands for the subject within this process, for tables that count callers.
    package var subjectNumber: UInt64 { box.subjectNumber }
    /// The same for the user whose rights these are, whatever he came by; for a program that belongs to nobody as `subjectNumber`.
    package var accountNumber: UInt64 { box.accountNumber }
    /// A user's token, rather than one that stands for itself.
    package var isUsers: Bool { box.accountNumber != box.subjectNumber }

    package static func == (left: Caller, right: Caller) -> Bool { left.box === right.box || left.box.facts == right.box.facts }

    package func hash(into hasher: inout Hasher) { hasher.combine(box.facts) }

    package static let anonymous = Caller(kind: .anonymous, subject: "", name: "", scopes: [])

    package func holds(_ scope: String) -> Bool {
        scopes.contains(scope) || scopes.contains("*")
    }

    package func mayWrite(source: String) -> Bool {
        sources.contains { $0.hasSuffix("*") ? source.hasPrefix($0.dropLast()) : $0 == source }
    }
}
