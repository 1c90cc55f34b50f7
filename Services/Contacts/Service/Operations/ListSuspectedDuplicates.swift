package import ContactsAPI
package import Core
package import Database

/// Pairs of accounts that may be one customer, newest first, of those where the viewer may see by what both are known.
package struct ListSuspectedDuplicates: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package func callAsFunction(before: ID?, limit: Int, for viewer: Viewer) async throws -> [SuspectedDuplicateResource] {
        try await database.read { tx in
            try DuplicateStore.page(before: before, limit: limit, rights: rights(of: viewer, in: tx), in: tx)
        }
    }
}
