package import ContactsAPI
package import Core
package import Database

/// Customers by what was typed, a page at a time, of those that the viewer may see.
package struct ListCustomers: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package init(database: any Database, rights: CustomerRights) {
        (self.database, self.rights) = (database, rights)
    }

    /// One line more than `limit` says that there are more.
    package func callAsFunction(
        _ text: String?, by order: CustomerOrder, after: (key: CustomerStore.Key, id: AccountID)?, limit: Int, for viewer: Viewer
    ) async throws -> [CustomerStore.Line] {
        let query = text.flatMap { CustomerQuery($0) }
        return try await database.read { tx in
            try CustomerStore.page(
                query, by: order, after: after, limit: limit, rights: rights(of: viewer, in: tx), in: tx)
        }
    }
}
