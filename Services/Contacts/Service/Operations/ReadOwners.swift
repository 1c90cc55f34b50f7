package import ContactsAPI
package import Core
package import Database

/// Whom an account belonged to, newest first. It is there for whoever sees the account in full.
package struct ReadOwners: Sendable {
    package let database: any Database
    package let rights: OwnershipRights

    /// Each entry with the moment when the next one began; one entry more than `limit` says that there are more.
    package func callAsFunction(
        of id: AccountID, before version: Int64?, limit: Int, by viewer: Viewer
    ) async throws -> [(entry: OwnerEntry, until: Timestamp?)] {
        try await database.read { tx in
            guard let facts = try AccountStore.access(of: id, in: tx) else { throw OwnershipRefusal.unseen }
            try rights.require(.view, on: facts, by: viewer, in: tx)
            let entries = try OwnerStore.page(of: id, before: version, limit: limit, in: tx)
            var until = try version.flatMap { try OwnerStore.beginning(of: id, version: $0, in: tx) }
            return entries.map { entry in
                defer { until = entry.change.at }
                return (entry, until)
            }
        }
    }
}
