package import ContactsAPI
package import Core
package import Database

/// Lets somebody in on an account, or ends it: the one way for shares, members of the team and answers to requests. Others are told
/// with what the account's access is then.
package struct ShareAccount: Sendable {
    /// So many may be let in at a time.
    static let most = 200

    package let tell: TellAccount

    /// `before` was loaded for update in this transaction.
    @discardableResult
    package func add(_ share: Share, to before: Account, in tx: Transaction) throws -> Account {
        let standing = try ShareStore.standing(of: before.id, in: tx)
        guard standing.count < Self.most else {
            throw Refusal(
                .conflict, "too-many", "At most \(Self.most) can be let in on one customer. End a share, or share with a unit.")
        }
        guard share.user == nil || share.user != before.access.owner else {
            throw Refusal(.conflict, "already-the-owner", "The customer belongs to this user already.")
        }
        try ShareStore.add(share, in: tx)
        return try change(before, to: standing + [share], share, at: share.createdAt, by: share.by, in: tx) { account, event in
            try tell.shared(&account, was: before, event, in: tx)
        }
    }

    @discardableResult
    package func end(
        _ share: Share, of before: Account, at now: Timestamp, by actor: ActorResource, in tx: Transaction
    ) throws -> Account {
        try ShareStore.end(share, at: now, by: actor, in: tx)
        let standing = try ShareStore.standing(of: before.id, in: tx).filter { $0.id != share.id }
        return try change(before, to: standing, share, at: now, by: actor, in: tx) { account, event in
            try tell.unshared(&account, was: before, event, in: tx)
        }
    }

    /// The share stands again already.
    @discardableResult
    package func reopened(
        _ share: Share, of before: Account, at now: Timestamp, by actor: ActorResource, in tx: Transaction
    ) throws -> Account {
        let standing = try ShareStore.standing(of: before.id, in: tx)
        return try change(before, to: standing, share, at: now, by: actor, in: tx) { account, event in
            try tell.shared(&account, was: before, event, in: tx)
        }
    }

    private func change(
        _ before: Account, to standing: [Share], _ share: Share, at now: Timestamp, by actor: ActorResource, in tx: Transaction,
        _ tellIt: (inout Account, (_ version: Int64) -> AccountShareChanged) throws -> Void
    ) throws -> Account {
        var account = before
        let facts = before.ownership
        account.access = RecordFacts(owner: facts.owner, unit: facts.unit, shares: Share.facts(of: standing, at: now))
        account.changedAt = now
        let resource = try ShareStore.resource(of: share, in: tx)
        try tellIt(&account) { version in
            AccountShareChanged(accountID: before.id, share: resource, at: now, by: actor, version: version)
        }
        try tell.changed(&account, in: tx)
        try AccountStore.save(account, was: before, cause: ContactsEvents.source, in: tx)
        return account
    }
}
