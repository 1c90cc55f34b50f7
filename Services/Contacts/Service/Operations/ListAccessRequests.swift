import Access
package import ContactsAPI
package import Core
package import Database

/// Requests for access: one's own, and those that one decides on.
package struct ListAccessRequests: Sendable {
    package let database: any Database
    package let rights: OwnershipRights
    package let clock: any WallClock

    /// Newest first; one more than `limit` says that there are more.
    package func callAsFunction(
        state: RequestState?, account: AccountID?, before: ID?, limit: Int, by viewer: Viewer
    ) async throws -> [AccessRequestResource] {
        try await database.read { tx in
            let sight = AccessRequestStore.Sight(viewer, in: try rights.organization.tree(in: tx), at: clock.now())
            return try AccessRequestStore.page(sight, state: state, account: account, before: before, limit: limit, in: tx)
        }
    }
}
