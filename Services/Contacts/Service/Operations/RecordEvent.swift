import Changes
package import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// Keeps what was told in the log and writes its line of the history, both in the caller's transaction.
package struct RecordEvent: Sendable {
    package let clock: any WallClock

    /// Whose event it is, is already known or known to be nobody's. False when it was in the log already. The caller holds the
    /// account, so that a rebuild of its history does not miss the entry.
    @discardableResult
    package func perform(_ event: Event, account: AccountID?, order: ID? = nil, in tx: Transaction) throws -> Bool {
        guard let entry = try LogStore.append(event, account: account, order: order, at: clock.now(), in: tx) else {
            return false
        }
        if let account { try project(entry, of: account, in: tx) }
        return true
    }

    /// An event about an order or an account. One whose order is not known yet waits in the log until that order is placed.
    /// False when it was in the log already.
    @discardableResult
    package func perform(_ event: Event, order: ID?, in tx: Transaction) throws -> Bool {
        let named = try JSONValue.parse(event.data)["accountID"]?.string.flatMap { AccountID($0) }
        if let order { try tx.lock(key: Self.lockKey(order: order)) }
        if let named, try AccountStore.lock(named, in: tx) {
            return try perform(event, account: named, order: order, in: tx)
        } else if let order, let account = try OrderLinkStore.account(of: order, in: tx), try AccountStore.lock(account, in: tx) {
            return try perform(event, account: account, order: order, in: tx)
        }
        return try perform(event, account: nil, order: order, in: tx)
    }

    func project(_ entry: LogEntry, of account: AccountID, in tx: Transaction) throws {
        guard let line = try TimelineProjection.entry(entry, of: account) else { return }
        try TimelineStore.add(line, in: tx)
        try ChangeStore.add(ContactsChange.added(line, now: clock.now()), in: tx)
    }

    /// Held by whoever asks whose an order is and acts on the answer.
    static func lockKey(order: ID) -> String { "contacts/order/\(order)" }
}
