package import ContactsAPI
import Core
package import Database

/// One customer, whole.
package struct ReadAccount: Sendable {
    package let database: any Database

    package func callAsFunction(_ id: AccountID) async throws -> Account {
        guard let account = try await database.read({ tx in try AccountStore.load(id, in: tx) }) else {
            throw Refusal(.notFound, "not-found", "There is no customer with this id.")
        }
        return account
    }
}
