package import ContactsAPI
import Core
package import Database

/// Customers by what was typed, a page at a time.
package struct ListCustomers: Sendable {
    package let database: any Database

    /// One line more than `limit` says that there are more.
    package func callAsFunction(
        _ text: String?, by order: CustomerOrder, after: (key: CustomerStore.Key, id: AccountID)?, limit: Int
    ) async throws -> [CustomerStore.Line] {
        let query = text.flatMap { CustomerQuery($0) }
        return try await database.read { tx in
            try CustomerStore.page(query, by: order, after: after, limit: limit, in: tx)
        }
    }
}
