import Core

/// A list of which people keep views, with what an address of it may say.
enum ListName: String, CaseIterable, Sendable {
    case customers, orders

    /// The parameters that a view is made of; the pages of the lists have the same.
    var parameters: [String] {
        switch self {
        case .customers: ["q", "owner", "unit", "kind", "when", "group", "sort"]
        case .orders: ["q", "state", "owner", "customer", "from", "to", "currency", "least", "most", "sort"]
        }
    }

    /// Those that can be chosen; none where the list has the same for all.
    var columns: [String] {
        switch self {
        case .customers: ["owner", "unit", "mail", "phone", "language", "orders", "lastOrder", "since", "changed"]
        case .orders: []
        }
    }
}

/// What of a list somebody wants to see again, under a name.
struct SavedView: Hashable, Sendable {
    /// Who has it among his views, beside whoever made it.
    enum Audience: Hashable, Sendable {
        case own
        /// The people of the unit and of all below it.
        case unit(ID)
        case all
    }

    /// What can be chosen about it.
    struct Content: Hashable, Sendable {
        var name: String
        /// As behind the question mark of the list's address, in the order of `ListName.parameters`.
        var query: String
        /// In the list's order; empty for those that each person has chosen.
        var columns: [String]
        var audience: Audience
    }

    static let nameLengths = 1...60
    static let longestQuery = 1000
    /// Of one person in one list.
    static let most = 50

    let id: ID
    let list: ListName
    let owner: ID
    let content: Content
    let version: Int64
}

extension SavedView.Content {
    /// Throws `invalid` for what no view can be.
    func checked(for list: ListName) throws(Refusal) -> SavedView.Content {
        guard SavedView.nameLengths.contains(name.unicodeScalars.count) else {
            throw Self.invalid("name", "A view needs a name of at most \(SavedView.nameLengths.upperBound) characters.")
        }
        guard query.utf8.count <= SavedView.longestQuery else {
            throw Self.invalid("query", "A view's query has at most \(SavedView.longestQuery) characters.")
        }
        if let unknown = columns.first(where: { !list.columns.contains($0) }) {
            throw Self.invalid("columns", "The list \(list.rawValue) has no column \(unknown).")
        }
        var content = self
        content.columns = list.columns.filter(columns.contains)
        return content
    }

    static func invalid(_ field: String, _ detail: String) -> Refusal {
        Refusal(
            .invalid, "out-of-range", detail, faults: [Fault(pointer: "/\(field)", code: "out-of-range", detail: detail)])
    }
}
