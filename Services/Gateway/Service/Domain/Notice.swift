import Core
import JSON

/// Something that a person is to know of or to do, in the bell of his pages.
struct Notice: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case eventRejected = "event-rejected"
        case exportAsked = "export-asked"
        case exportAnswered = "export-answered"
        case accessAsked = "access-asked"
        case accessAnswered = "access-answered"
        case customerMine = "customer-mine"
        case mailUncertain = "mail-uncertain"
        case security
    }

    /// Who gets it: one person, or whoever holds a right on all rows at the moment of looking, so that nobody is told of rows that he
    /// may not see.
    enum Receiver: Hashable, Sendable {
        case user(ID)
        case holders(String)

        /// The rights whose holders get notices.
        static let scopes = ["intake:write", "customers:administer", "customers:assign", "mails:write"]

        var text: String {
            switch self {
            case .user(let id): "user/\(id)"
            case .holders(let scope): "holders/\(scope)"
            }
        }

        init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 1)
            switch (parts.first, parts.last.map(String.init)) {
            case ("user", let name?):
                guard let id = ID(name) else { return nil }
                self = .user(id)
            case ("holders", let scope?): self = .holders(scope)
            default: return nil
            }
        }

        /// All that this caller is.
        static func all(of caller: Caller, user: ID) -> [Receiver] {
            [.user(user)]
                + scopes.filter { name in
                    Scope.named([name]).allSatisfy { scope in
                        caller.viewer.grants(to: scope.action, on: scope.resource).contains {
                            $0.scope == .all && $0.level == .full
                        }
                    }
                }.map { .holders($0) }
        }
    }

    let id: ID
    let kind: Kind
    /// What it is about; of one receiver there is one notice of a kind and subject.
    let subject: String
    let data: JSONValue
    /// How often the same was to be told.
    let times: Int64
    let at: Timestamp
    /// Nothing is to be done any more: somebody did it.
    let settledAt: Timestamp?
    let isRead: Bool

    /// Where it is done, or seen.
    var path: String {
        func word(_ name: String) -> String { data[name]?.string ?? "" }
        return switch kind {
        case .eventRejected: times == 1 ? "/intake/rejected/\(word("id"))" : "/intake"
        case .exportAsked: "/notifications#notice-\(id)"
        case .exportAnswered:
            word("state") == "approved" ? "/v1/export-requests/\(word("id"))/file" : "/notifications#notice-\(id)"
        case .accessAsked, .accessAnswered: "/customers/\(word("account"))"
        case .customerMine: times == 1 ? "/customers/\(word("account"))" : "/customers?sort=-createdAt"
        case .mailUncertain: "/mails/\(word("mail"))"
        case .security: "/me"
        }
    }
}
