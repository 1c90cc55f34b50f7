package import JSON

/// How much of an account is there for the caller.
package enum RowAccess: String, Sendable, CaseIterable {
    case full
    /// Its name and whose it is, so that two people never call the same prospect.
    case ownerOnly

    package init(_ fields: inout ShapeReader) {
        let text = fields.choice(
            "access", among: Self.allCases.map(\.rawValue),
            "ownerOnly: the caller may know the account's name and whose it is, and nothing else of it.")
        self = RowAccess(rawValue: text) ?? .ownerOnly
    }
}
