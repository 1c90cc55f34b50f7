package import ContactsAPI
package import Core
package import Database

/// Pairs of accounts that may be one customer, newest first.
package struct ListSuspectedDuplicates: Sendable {
    package let database: any Database

    package func callAsFunction(before: ID?, limit: Int) async throws -> [SuspectedDuplicateResource] {
        try await database.read { tx in try DuplicateStore.page(before: before, limit: limit, in: tx) }
    }
}
