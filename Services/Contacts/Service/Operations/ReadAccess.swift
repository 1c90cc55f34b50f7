package import ContactsAPI
package import Core
package import Database

/// Whose an account is and who was let in, for whoever explains rights and sees the account in full.
package struct ReadAccess: Sendable {
    package let database: any Database
    package let rights: OwnershipRights

    package init(database: any Database, rights: OwnershipRights) {
        (self.database, self.rights) = (database, rights)
    }

    package func callAsFunction(of id: AccountID, by viewer: Viewer) async throws -> RecordFacts {
        try await database.read { tx in
            guard let facts = try AccountStore.access(of: id, in: tx),
                try rights.decide(.view, on: facts, by: viewer, in: tx).isAllowed
            else { throw OwnershipRefusal.unseen }
            return facts
        }
    }
}
