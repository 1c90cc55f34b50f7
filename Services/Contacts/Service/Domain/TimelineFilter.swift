import Core

/// Which entries of a history are looked for; everything that is set must hold.
package struct TimelineFilter: Sendable {
    /// Each a kind (`order.shipped`) or the group before its point (`order`); none means all.
    package let kinds: [String]
    /// Told by this service: `orders`.
    package let service: String?
    private let person: String?
    private let text: String?

    /// `person` is a part of who acted, `text` a part of what the entry says; both without regard to case and accents.
    package init(kinds: [String] = [], service: String? = nil, person: String? = nil, text: String? = nil) {
        func folded(_ text: String?) -> String? { text.map { SearchKey.folded($0) }.flatMap { $0.isEmpty ? nil : $0 } }
        self.kinds = kinds
        self.service = service.flatMap { $0.isEmpty ? nil : $0 }
        self.person = folded(person)
        self.text = folded(text)
    }

    /// Whether the entries have to be looked at one by one, beyond what an index knows.
    package var looksInside: Bool { person != nil || text != nil }

    package func holds(_ entry: TimelineEntry) -> Bool {
        if let person, !SearchKey.folded(entry.actor).contains(person) { return false }
        if let text, !SearchKey.folded(String(decoding: entry.data, as: UTF8.self)).contains(text) { return false }
        return true
    }
}
