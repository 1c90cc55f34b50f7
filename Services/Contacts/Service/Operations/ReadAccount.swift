package import ContactsAPI
package import Core
package import Database

/// One customer, as far as the viewer may see it.
package struct ReadAccount: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package func callAsFunction(_ id: AccountID, for viewer: Viewer) async throws -> SeenAccount {
        try await database.read { tx in
            guard let account = try AccountStore.load(id, in: tx) else { throw Refusal.noCustomer }
            return try rights.seen(account, by: rights(of: viewer, in: tx), in: tx)
        }
    }
}
