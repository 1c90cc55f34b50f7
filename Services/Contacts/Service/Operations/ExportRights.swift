import Access
import ContactsAPI
package import Core
package import Database

extension OwnershipRights {
    /// Whether the viewer decides about large exports, and sees everybody's: who administers all customers.
    package func decidesOnExports(_ viewer: Viewer, in tx: Transaction) throws -> Bool {
        try decide(.administer, on: .ownerless, by: viewer, in: tx).isAllowed
    }
}

extension Caller {
    /// By whom an export is counted, whatever token of his he asks with: the user, or a token that belongs to nobody.
    package var exportAsker: String { viewer.user?.description ?? subject }
}
