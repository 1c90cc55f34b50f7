import Pages

/// What of a customer's history is looked at, as the address of the page says it.
package struct HistoryView: Hashable, Sendable {
    /// Kinds or groups of entries, separated by commas: `order`, `mail`.
    package var kind: String?
    /// The service that told it.
    package var service: String?
    /// A part of who acted.
    package var person: String?
    /// A part of what the entry says.
    package var text: String?

    package init(kind: String? = nil, service: String? = nil, person: String? = nil, text: String? = nil) {
        (self.kind, self.service, self.person, self.text) = (kind, service, person, text)
    }

    /// Named as in the API and in the page's own address.
    package var query: [(name: String, value: String?)] {
        [("kind", kind), ("service", service), ("person", person), ("q", text)]
    }

    /// Whether the form below the chips holds anything.
    var isSearched: Bool { service != nil || person != nil || text != nil }

    var isWhole: Bool { kind == nil && !isSearched }

    /// The page at `path` with this view, and from `cursor` on.
    func address(_ path: String, cursor: String? = nil) -> String {
        let pairs = (query + [("cursor", cursor)]).compactMap { name, value in
            value.map { name + "=" + ListAddress.encoded($0) }
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}
