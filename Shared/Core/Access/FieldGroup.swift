/// Fields that are hidden or shown together. Name, owner and times of a row belong to none: who sees the row sees them.
package enum FieldGroup: String, Sendable, CaseIterable {
    /// Mails, phones, addresses, people.
    case contact
    /// Tax numbers, customer numbers of shops.
    case identifiers
    /// What the client agreed to, and interests.
    case consents
    /// Prices, totals, payments, counts of orders.
    case money
    /// The chronological history, and the text of mails.
    case history
}

package enum FieldAccess: String, Sendable, CaseIterable, Comparable {
    case hidden, read, write

    package static func < (left: FieldAccess, right: FieldAccess) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .hidden: 0
        case .read: 1
        case .write: 2
        }
    }
}
