/// What a right is about. Rows of `account`, `order` and `mail` belong to a client, who has an owner; of the others there is no
/// row scope but all.
package enum Resource: String, Sendable, CaseIterable {
    case account, order, mail, product, intake, organization, token, audit, operations

    /// Whether its rows belong to somebody, so that a scope narrower than all means something.
    package var isOwned: Bool {
        switch self {
        case .account, .order, .mail: true
        case .product, .intake, .organization, .token, .audit, .operations: false
        }
    }
}

/// What a right lets its holder do.
package enum Action: String, Sendable, CaseIterable {
    case view, create, change, delete, assign, export, administer
}
