package import ContactsAPI
package import Core
package import Database
import Events
import JSON

/// Asks for access to an account of which the caller sees no more than name and owner.
package struct AskForAccess: Sendable {
    package let database: any Database
    package let tell: TellAccount
    package let rights: OwnershipRights
    package let ids: IdentifierSource
    package let clock: any WallClock

    package func callAsFunction(
        _ access: SharedAccess, to id: AccountID, reason: String, under creation: Creation, by caller: Caller
    ) async throws -> (request: AccessRequestResource, isNew: Bool) {
        let user = try caller.requireUser()
        return try await database.write { tx in
            guard let account = try AccountStore.load(id, forUpdate: true, in: tx) else { throw OwnershipRefusal.unseen }
            guard try rights.decide(.view, on: account.access, by: caller.viewer, in: tx).level != .none else {
                throw OwnershipRefusal.unseen
            }
            let (request, isNew) = try creation.once(in: tx, find: { try AccessRequestStore.find($0, in: tx) }) {
                let action: Action = access == .view ? .view : .change
                guard try !rights.decide(action, on: account.access, by: caller.viewer, in: tx).isAllowed else {
                    throw Refusal(.conflict, "already-allowed", "You may do this already.")
                }
                guard try !AccessRequestStore.hasOpen(account: id, requester: user, in: tx) else {
                    throw Refusal(
                        .conflict, "already-asked", "You have asked already. Wait for the answer, or withdraw the request first.")
                }
                let request = AccessRequestResource(
                    id: ids.next(), accountID: id, accountName: account.name, requesterID: user, requesterName: caller.name,
                    access: access, reason: reason, course: RequestCourse(openedAt: clock.now()))
                try AccessRequestStore.add(request, in: tx)
                try tell.accessRequest(
                    ContactsEvents.accessRequested, request, to: account.access.owner, by: ActorResource(caller), in: tx)
                return (request.id, request)
            }
            return (request, isNew)
        }
    }
}

extension Caller {
    /// The user whose rights these are. What one person asks and another answers needs both to be known, so a token that belongs to
    /// nobody can do neither.
    func requireUser() throws(Refusal) -> ID {
        guard let user = viewer.user else {
            throw Refusal(
                .forbidden, "needs-a-user", "Only users ask and answer. Sign in, or use a token that belongs to a user.")
        }
        return user
    }
}
