package import ContactsAPI
package import Core
package import Database

/// Corrects what is known of a customer, in the name of whoever asks.
package struct EditAccount: Sendable {
    package let database: any Database
    package let rights: CustomerRights
    package let tell: TellAccount
    package let clock: any WallClock
    /// Where telephone numbers without `+` are dialled from.
    package let region: String?

    package init(
        database: any Database, rights: CustomerRights, tell: TellAccount, clock: any WallClock, region: String?
    ) {
        (self.database, self.rights, self.tell) = (database, rights, tell)
        (self.clock, self.region) = (clock, region)
    }

    /// Where nothing would be different nothing changes, and nobody is told. Throws `stale` when the account has not this version any
    /// more, and `invalid` with the fields that cannot be used.
    package func callAsFunction(
        _ wanted: AccountEdit, of id: AccountID, by caller: Caller, expecting version: Int64
    ) async throws -> SeenAccount {
        let edit = try RecognisedEdit(wanted, region: region)
        return try await database.write { tx in
            // Before the account, as orders do it: who brings one of these identities waits.
            for key in edit.identities.map(\.lockKey).sorted() { try tx.lock(key: key) }
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw Refusal.noCustomer }
            let rights = try self.rights(of: caller.viewer, in: tx)
            try self.rights.require(.change, on: before, writing: edit.points.isEmpty ? nil : .contact, by: rights)
            guard before.version == version else {
                throw Refusal(.stale, "stale", "The customer was changed meanwhile. Read it again and decide anew.")
            }
            let owners = try AccountStore.owners(of: edit.identities, in: tx)
            var account = before
            account.correct(edit, free: edit.identities.filter { identity in !owners.contains { $0.identity.names(identity) } })
            guard account != before else { return try self.rights.seen(before, by: rights, in: tx) }
            account.changedAt = clock.now()
            try tell.changed(&account, isRenamed: account.name != before.name, by: ActorResource(caller), in: tx)
            try AccountStore.save(account, was: before, cause: ContactsEvents.source, in: tx)
            return try self.rights.seen(account, by: rights, in: tx)
        }
    }
}
