import Core

/// What somebody typed to find a customer: any part of a name, mail, phone, tax id, in any order and format, or an order's number.
package struct CustomerQuery: Hashable, Sendable {
    /// One of these must occur.
    package struct Term: Hashable, Sendable {
        package let needles: [String]
    }

    /// A customer is found when all terms of one clause occur in his text.
    package let clauses: [[Term]]
    /// The folded number of an order, or part of it.
    package let orderNumber: String

    /// `nil` when there is nothing to look for. More than 8 words, or 100 characters, are not looked at.
    package init?(_ text: String) {
        let text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(100)))
        let folded = SearchKey.folded(text)
        guard !folded.isEmpty else { return nil }
        let words = folded.split(separator: " ").prefix(8).map(String.init)
        var clauses = [words.map { Term(needles: Self.needles(of: $0)) }]
        if words.count > 1, let digits = Self.telephone(folded) {
            clauses.append([Term(needles: Self.variants(of: digits))])
        }
        self.clauses = clauses
        orderNumber = String(folded.drop { $0 == "#" || $0 == "№" || $0 == " " })
    }

    /// What stands between the parts of the text; no folded text has it.
    package static let separator: Character = "\u{1e}"

    /// The text that terms are looked for in: one line of folded text for each thing the customer is known by. Name and contact
    /// stand before the separator, identifiers after it, because some may see one and not the other.
    package static func text(of account: Account) -> String {
        var contact: [String] = account.isNamed ? [SearchKey.folded(account.name)] : []
        var identifiers: [String] = []
        func add(_ line: String, to lines: inout [String]) {
            if !line.isEmpty, !lines.contains(line) { lines.append(line) }
        }
        for person in account.people { add(SearchKey.folded(person.name), to: &contact) }
        for point in account.points {
            switch point.kind {
            case .email: add(SearchKey.folded(point.value), to: &contact)
            case .phone:
                add(SearchKey.digits(point.value), to: &contact)
                add(SearchKey.digits(point.raw), to: &contact)
            }
        }
        for identity in account.identities where identity.kind == .taxID || identity.kind == .shopID {
            add(SearchKey.folded(identity.value), to: &identifiers)
        }
        return (contact + [String(separator)] + identifiers).joined(separator: "\n")
    }

    /// What accounts are sorted by as names. What stands in for a name may be held back, so that it is no key: accounts without a
    /// name stand behind all others.
    package static func nameKey(of account: Account) -> String {
        account.isNamed ? SearchKey.folded(account.name) : "\u{10ffff}"
    }

    private static func needles(of word: String) -> [String] {
        guard let digits = telephone(word) else { return [word] }
        return [word] + variants(of: digits).filter { $0 != word }
    }

    /// The digits of what may be a number or a part of one.
    private static func telephone(_ text: String) -> String? {
        guard text.unicodeScalars.allSatisfy({ "0123456789+-()./ ".unicodeScalars.contains($0) }) else { return nil }
        var text = text
        // +44 (0)20 …: the zero is dialled only at home.
        if text.hasPrefix("+"), let home = text.firstRange(of: "(0)") { text.removeSubrange(home) }
        let digits = SearchKey.digits(text)
        return digits.utf8.count >= 3 ? digits : nil
    }

    /// As typed, and without the digits that are dialled before a number at home or abroad (8 and 0, 00, 810).
    private static func variants(of digits: String) -> [String] {
        var variants = [digits]
        for prefix in ["810", "8", "00", "0"] where digits.hasPrefix(prefix) && digits.utf8.count - prefix.utf8.count >= 4 {
            variants.append(String(digits.dropFirst(prefix.utf8.count)))
        }
        return variants
    }
}
