package import ContactsAPI
package import Core
package import Database

/// Gives an account to a user, or into a unit's queue, in the name of whoever asks.
package struct AssignAccount: Sendable {
    package let database: any Database
    package let change: ChangeOwner
    package let rights: OwnershipRights
    package let clock: any WallClock

    /// Where it belongs already, nothing changes. Throws `stale` when the account has not this version any more.
    package func callAsFunction(
        _ id: AccountID, to receiver: Receiver, reason: String, by caller: Caller, expecting version: Int64
    ) async throws -> (entry: OwnerEntry, version: Int64) {
        try await database.write { tx in
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw OwnershipRefusal.unseen }
            try rights.require(.assign, on: before.access, by: caller.viewer, in: tx)
            guard before.version == version else { throw OwnershipRefusal.stale }
            let ownership = try FindReceiver.ownership(of: receiver, in: tx)
            try rights.requireReach(ownership, of: before.access, by: caller.viewer, in: tx)
            if ownership == before.ownership, let present = try OwnerStore.page(of: id, before: nil, limit: 1, in: tx).first {
                return (present, version)
            }
            let change = OwnerChange(.assigned, reason: reason, by: ActorResource(caller), at: clock.now())
            let (account, entry) = try self.change.perform(before, to: ownership, change, in: tx)
            return (entry, account.version)
        }
    }
}
