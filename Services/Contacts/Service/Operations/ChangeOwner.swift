import ContactsAPI
import Core
package import Database

/// Lets an account belong somewhere else: the one way, whoever decided it. Others are told, the history keeps it.
package struct ChangeOwner: Sendable {
    package let tell: TellAccount

    package init(tell: TellAccount) { self.tell = tell }

    /// `before` was loaded for update in this transaction.
    package func perform(
        _ before: Account, to ownership: Ownership, _ change: OwnerChange, in tx: Transaction
    ) throws -> (account: Account, entry: OwnerEntry) {
        var account = before
        account.give(to: ownership, at: change.at)
        let to = try OwnerStore.holder(ownership, in: tx)
        try tell.ownerChanged(
            &account, was: before, from: try OwnerStore.holder(before.ownership, in: tx), to: to, change, in: tx)
        let entry = OwnerEntry(account: account.id, version: account.version, holder: to, change: change)
        try tell.changed(&account, in: tx)
        try AccountStore.save(account, was: before, cause: ContactsEvents.source, in: tx)
        try OwnerStore.add(entry, in: tx)
        return (account, entry)
    }
}
