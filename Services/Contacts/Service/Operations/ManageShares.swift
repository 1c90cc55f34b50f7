package import ContactsAPI
package import Core
package import Database

/// Shares and teams as people manage them.
package struct ManageShares: Sendable {
    /// Members of the team, or those who were let in without being in it.
    package enum Kind: Sendable {
        case team, shares

        func holds(_ share: Share) -> Bool { (share.role != nil) == (self == .team) }
    }

    package struct Wish: Sendable {
        package let receiver: Receiver
        package let role: String?
        package let access: SharedAccess
        package let from: Timestamp?
        package let until: Timestamp?
        package let reason: String?
    }

    package let database: any Database
    package let share: ShareAccount
    package let rights: OwnershipRights
    package let ids: IdentifierSource
    package let clock: any WallClock

    /// Those that stand and are not over, for whoever sees the account in full.
    package func list(
        _ kind: Kind, of id: AccountID, by viewer: Viewer
    ) async throws -> (shares: [ShareResource], version: Int64) {
        try await database.read { tx in
            guard let account = try AccountStore.load(id, in: tx) else { throw OwnershipRefusal.unseen }
            try rights.require(.view, on: account.access, by: viewer, in: tx)
            let now = clock.now()
            let standing = try ShareStore.standing(of: id, in: tx).filter { share in
                kind.holds(share) && !share.isOver(at: now)
            }
            return (try standing.map { try ShareStore.resource(of: $0, in: tx) }, account.version)
        }
    }

    package func add(
        _ wish: Wish, to id: AccountID, under creation: Creation, by caller: Caller
    ) async throws -> (share: ShareResource, version: Int64, isNew: Bool) {
        try await database.write { tx in
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw OwnershipRefusal.unseen }
            try rights.requireHost(of: before.access, giving: wish.access == .change, caller.viewer, in: tx)
            var version = before.version
            let (made, isNew) = try creation.once(in: tx, find: { try ShareStore.find($0, in: tx) }) {
                let share = try makeShare(wish, id, caller, in: tx)
                version = try self.share.add(share, to: before, in: tx).version
                return (share.id, share)
            }
            return (try ShareStore.resource(of: made, in: tx), version, isNew)
        }
    }

    /// Throws `notFound` for what is not of this kind or has ended, and `stale` when the account has not this version any more.
    package func end(
        _ kind: Kind, _ shareID: ID, of id: AccountID, by caller: Caller, expecting version: Int64
    ) async throws -> Int64 {
        try await database.write { tx in
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw OwnershipRefusal.unseen }
            let share = try ShareStore.find(shareID, in: tx).flatMap { $0.account == id && kind.holds($0) ? $0 : nil }
            // Whoever was let in himself may leave.
            if share?.user == nil || share?.user != caller.viewer.user {
                try rights.requireHost(of: before.access, caller.viewer, in: tx)
            }
            guard let share else { throw Refusal(.notFound, "not-found", "There is nobody let in under this id.") }
            guard before.version == version else { throw OwnershipRefusal.stale }
            return try self.share.end(share, of: before, at: clock.now(), by: ActorResource(caller), in: tx).version
        }
    }

    private func makeShare(_ wish: Wish, _ id: AccountID, _ caller: Caller, in tx: Transaction) throws -> Share {
        _ = try FindReceiver.ownership(of: wish.receiver, in: tx)
        let now = clock.now()
        if let until = wish.until, until <= now {
            throw Refusal(
                .invalid, "out-of-range", "It would be over already; until must be in the future.",
                faults: [Fault(pointer: "/until", code: "out-of-range", detail: "Must be in the future.")])
        }
        return Share(
            id: ids.next(), account: id, to: wish.receiver, role: wish.role, access: wish.access, from: wish.from,
            until: wish.until, reason: wish.reason, by: ActorResource(caller), createdAt: now)
    }
}
