package import ContactsAPI

/// Whose order it is, by the accounts that its identities are known of.
package struct AccountMatch: Hashable, Sendable {
    package struct Found: Hashable, Sendable {
        package let account: AccountID
        package let by: Identity.Kind

        package init(_ account: AccountID, by: Identity.Kind) {
            (self.account, self.by) = (account, by)
        }
    }

    /// The account of the strongest identity; `nil` when none is known: a new customer.
    package let chosen: Found?
    /// Other accounts that weaker identities name, each once, by the strongest of them: suspected duplicates.
    package let others: [Found]

    package init(_ found: [Found]) {
        let byStrength = found.enumerated().sorted { ($0.element.by, $0.offset) < ($1.element.by, $1.offset) }.map(\.element)
        chosen = byStrength.first
        var others: [Found] = []
        for candidate in byStrength.dropFirst()
        where candidate.account != byStrength[0].account && !others.contains(where: { $0.account == candidate.account }) {
            others.append(candidate)
        }
        self.others = others
    }
}
