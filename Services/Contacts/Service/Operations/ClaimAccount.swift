import Access
package import ContactsAPI
package import Core
package import Database

/// Takes an account from the queue of one of the caller's own units. Of several who try one wins; the others are told who.
package struct ClaimAccount: Sendable {
    package let database: any Database
    package let change: ChangeOwner
    package let rights: OwnershipRights
    package let clock: any WallClock

    /// Claiming again what is one's own already changes nothing.
    package func callAsFunction(
        _ id: AccountID, by caller: Caller
    ) async throws -> (entry: OwnerEntry, version: Int64, isNew: Bool) {
        guard let user = caller.viewer.user else {
            throw Refusal(
                .forbidden, "needs-a-user", "Only people claim customers. Sign in, or use a token that belongs to a user.")
        }
        return try await database.write { tx in
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw OwnershipRefusal.unseen }
            if before.access.owner == user, let present = try OwnerStore.page(of: id, before: nil, limit: 1, in: tx).first {
                return (present, before.version, false)
            }
            let isOfMyQueue = before.access.owner == nil && caller.viewer.units.contains(before.ownership.unit)
            guard try isOfMyQueue || rights.decide(.view, on: before.access, by: caller.viewer, in: tx).level != .none else {
                throw OwnershipRefusal.unseen
            }
            if let owner = before.access.owner {
                let name = try OrganizationStore.user(owner, in: tx)?.name ?? "Somebody else"
                throw Refusal(.conflict, "already-claimed", "\(name) has this customer. Talk to each other, or ask for access.")
            }
            guard isOfMyQueue else {
                throw Refusal(
                    .forbidden, "not-your-queue", "This customer waits in the queue of a unit that you do not belong to.")
            }
            let change = OwnerChange(.claimed, reason: nil, by: ActorResource(caller), at: clock.now())
            let ownership = Ownership(owner: user, unit: before.ownership.unit)
            let (account, entry) = try self.change.perform(before, to: ownership, change, in: tx)
            return (entry, account.version, true)
        }
    }
}
