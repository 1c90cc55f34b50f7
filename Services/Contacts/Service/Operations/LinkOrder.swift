import Access
import ContactsAPI
package import Core
package import Database
package import Events

/// Finds or makes the customer of an order that was placed, and takes in what the order says of him.
package struct LinkOrder: Sendable {
    package let tell: TellAccount
    package let record: RecordEvent
    package let ids: IdentifierSource
    package let clock: any WallClock
    /// Where telephone numbers without `+` are dialled from when the order names no country.
    package let region: String?

    package func perform(_ order: ArrivingOrder, _ event: Event, in tx: Transaction) throws {
        try tx.lock(key: RecordEvent.lockKey(order: order.id))
        if let known = try OrderLinkStore.account(of: order.id, in: tx) {
            guard try AccountStore.lock(known, in: tx) else { return }
            try record.perform(event, account: known, order: order.id, in: tx)
            return
        }
        let customer = RecognisedCustomer(order.customer, source: order.source, region: region)
        // Whoever else brings one of these identities waits here and then finds what we made. In order, against deadlock.
        for key in customer.identities.map(\.lockKey).sorted() { try tx.lock(key: key) }
        let owners = try AccountStore.owners(of: customer.identities, in: tx)
        let match = AccountMatch(owners.map { AccountMatch.Found($0.account, by: $0.identity.kind) })
        let free = customer.identities.filter { identity in !owners.contains { $0.identity.names(identity) } }
        let now = clock.now()

        let before = try match.chosen.flatMap { try AccountStore.load($0.account, forUpdate: true, in: tx) }
        let fallback = customer.points.first?.text ?? customer.identities.first?.raw ?? order.number
        var account = try before ?? newAccount(of: customer, order, fallback: fallback, at: now, in: tx)
        account.absorb(order, customer, free: free, newID: ids.next, at: now)

        try record.perform(event, account: account.id, order: order.id, in: tx)
        if before == nil {
            try tell.created(&account, in: tx)
            try OwnerStore.add(
                OwnerEntry(
                    account: account.id, version: account.version, holder: try OwnerStore.holder(account.ownership, in: tx),
                    change: OwnerChange(.intake, reason: nil, by: OwnerChange.byRule, at: now)), in: tx)
        } else if before?.told != account.told {
            try tell.changed(&account, isRenamed: before?.name != account.name, in: tx)
        }
        try tell.linked(&account, to: order, in: tx)
        try AccountStore.save(account, was: before, cause: event.source + " " + event.id, in: tx)
        try OrderLinkStore.add(order, of: account.id, in: tx)

        if let chosen = match.chosen {
            for other in match.others {
                try DuplicateStore.record(id: ids.next(), chosen: chosen, other: other, order: order, at: now, in: tx)
            }
        }
        for early in try LogStore.unresolved(order: order.id, in: tx) {
            try record.project(early, of: account.id, in: tx)
        }
    }

    /// It waits in the queue that the rules say.
    private func newAccount(
        of customer: RecognisedCustomer, _ order: ArrivingOrder, fallback: String, at now: Timestamp, in tx: Transaction
    ) throws -> Account {
        var account = Account(of: customer, fallback: fallback, id: AccountID(ids.next()), at: now)
        let unit = try QueueRules.unit(for: order, kind: account.kind, by: QueueRuleStore.read(in: tx).rules.rules) { unit in
            try unit == UnitTree.root || OrganizationStore.unit(unit, in: tx)?.isActive ?? false
        }
        account.give(to: Ownership(owner: nil, unit: unit), at: now)
        return account
    }
}
