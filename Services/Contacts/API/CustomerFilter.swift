package import Core

/// Which customers are meant, beside what is typed: a list, a count and an export say it in the same words.
package struct CustomerFilter: Hashable, Sendable {
    package enum Owner: Hashable, Sendable {
        /// Whoever asks.
        case me
        /// Nobody yet: the customer waits in a queue.
        case nobody
        case user(ID)
    }

    package enum Unit: Hashable, Sendable {
        /// The units that whoever asks belongs to or manages, and all below them.
        case mine
        /// This one and all below it.
        case below(ID)
    }

    /// A stretch of time: from a moment on, and before another.
    package struct Span: Hashable, Sendable {
        package var from: Timestamp?
        package var to: Timestamp?

        package init(from: Timestamp? = nil, to: Timestamp? = nil) { (self.from, self.to) = (from, to) }

        package var isOpen: Bool { from == nil && to == nil }
    }

    package var owner: Owner?
    package var unit: Unit?
    /// One of `AccountResource.kinds`.
    package var kind: String?
    /// When the newest order was placed; who never ordered counts as before any moment.
    package var lastOrder = Span()
    package var created = Span()
    package var changed = Span()
    /// These alone; empty for any.
    package var accounts: [AccountID] = []

    package static let mostAccounts = 200

    package init() {}

    package var isEmpty: Bool { self == CustomerFilter() }

    /// For records of what was asked: `owner=me kind=company`.
    package var said: String {
        var parts: [String] = []
        func add(_ name: String, _ value: String?) { if let value { parts.append("\(name)=\(value)") } }
        add("owner", owner?.parameter)
        add("unit", unit?.parameter)
        add("kind", kind)
        for (name, span) in [("lastOrder", lastOrder), ("created", created), ("changed", changed)] {
            add(name + "From", span.from?.description)
            add(name + "To", span.to?.description)
        }
        if !accounts.isEmpty { add("ids", String(accounts.count)) }
        return parts.joined(separator: " ")
    }

    /// Whether it means few enough customers to be put into any order: those of one person.
    package var isOfOnePerson: Bool {
        switch owner {
        case .me, .user: true
        case .nobody, nil: false
        }
    }
}

extension CustomerFilter.Owner {
    /// `me`, `none`, or a user's id.
    package init?(parameter: String) {
        switch parameter {
        case "me": self = .me
        case "none": self = .nobody
        default:
            guard let id = ID(parameter) else { return nil }
            self = .user(id)
        }
    }

    package var parameter: String {
        switch self {
        case .me: "me"
        case .nobody: "none"
        case .user(let id): id.description
        }
    }
}

extension CustomerFilter.Unit {
    /// `mine`, or a unit's id.
    package init?(parameter: String) {
        if parameter == "mine" {
            self = .mine
        } else {
            guard let id = ID(parameter) else { return nil }
            self = .below(id)
        }
    }

    package var parameter: String {
        switch self {
        case .mine: "mine"
        case .below(let id): id.description
        }
    }
}
