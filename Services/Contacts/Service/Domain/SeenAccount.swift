package import Core

/// An account, what of it its viewer may see, and what its owner and unit are called.
package struct SeenAccount: Hashable, Sendable {
    package let account: Account
    package let decision: AccessDecision
    package let ownerName: String?
    package let unitName: String?
    /// Of the fields of `AccountEdit` those that its viewer may change.
    package var changeable: [String] = []
}
