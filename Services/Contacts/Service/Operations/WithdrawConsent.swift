package import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// Takes back a consent for everybody who is written to at an address: whoever unsubscribed meant the address, not one card of it.
package struct WithdrawConsent: Sendable {
    package let tell: TellAccount
    package let record: RecordEvent
    package let ids: IdentifierSource
    package let clock: any WallClock

    package func perform(
        account named: AccountID?, email: String, purpose: String, channel: String, at moment: Timestamp, _ event: Event,
        in tx: Transaction
    ) throws {
        var accounts = try Normalised.email(email).map { try AccountStore.holders(ofEmail: $0.key, in: tx) } ?? []
        if let named, !accounts.contains(named) { accounts.append(named) }
        let isNew = try record.perform(event, account: nil, in: tx)
        guard isNew else { return }
        for id in accounts.sorted(by: { $0.id < $1.id }) {
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { continue }
            var account = before
            guard account.consents.withdraw(purpose: purpose, channel: channel, at: moment) else { continue }
            account.changedAt = clock.now()
            try tell.changed(&account, in: tx)
            try AccountStore.save(account, was: before, cause: event.source + " " + event.id, in: tx)
            try record.perform(decision(id, email, purpose, channel, moment, event), account: id, in: tx)
        }
    }

    private func decision(
        _ account: AccountID, _ email: String, _ purpose: String, _ channel: String, _ moment: Timestamp, _ cause: Event
    ) -> Event {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("purpose", purpose)
            writer.field("channel", channel)
            writer.field("email", email)
            writer.field("at", moment)
            writer.field(
                "cause",
                object: { writer in
                    writer.field("eventSource", cause.source)
                    writer.field("eventID", cause.id)
                })
        }
        return Event(
            id: ids.next().description, source: ContactsEvents.source, type: DecisionType.consentWithdrawn,
            key: account.description, time: clock.now(), data: writer.bytes)
    }
}
