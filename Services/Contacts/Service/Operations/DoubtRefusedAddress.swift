import ContactsAPI
package import Core
package import Database
package import Events
package import NotificationsAPI

/// Takes the mark back from a mail address that its server refused for good, for everybody who is written to there.
package struct DoubtRefusedAddress: Sendable {
    package let tell: TellAccount
    package let record: RecordEvent
    package let clock: any WallClock

    /// `refused` is the event that says so; it becomes history as every other.
    package func perform(address: String, outcome: MailOutcome, _ refused: Event, in tx: Transaction) throws {
        let key = Normalised.email(address)?.key ?? address
        var holders = try AccountStore.holders(ofEmail: key, in: tx)
        if let named = outcome.accountID.map(AccountID.init), !holders.contains(named) { holders.append(named) }
        // All of them before anything else and in order, against deadlock.
        let accounts = try holders.sorted { $0.id < $1.id }.compactMap { try AccountStore.load($0, forUpdate: true, in: tx) }
        guard try record.perform(refused, order: outcome.orderID, in: tx) else { return }
        for before in accounts {
            var account = before
            guard let point = account.unverify(email: key, at: outcome.at) else { continue }
            account.changedAt = clock.now()
            try tell.unverified(
                &account, point, at: outcome.at, by: Self.notifications, reason: outcome.reason,
                cause: ContactPointUnverified.Cause(eventSource: refused.source, eventID: refused.id), in: tx)
            try AccountStore.save(account, was: before, cause: refused.source + " " + refused.id, in: tx)
        }
    }

    private static let notifications = ActorResource(
        kind: Caller.Kind.service.rawValue, id: "notifications", name: "notifications")
}
