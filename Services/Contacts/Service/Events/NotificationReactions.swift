import ContactsAPI
import Core
import Database
import Events
import JSON
import NotificationsAPI

/// What we do when notifications tells something: mails become history, unsubscribing withdraws the consent, an address that takes
/// no mail is verified no more.
enum NotificationReactions {
    static func subscription(
        _ withdraw: WithdrawConsent, _ doubt: DoubtRefusedAddress, _ record: RecordEvent
    ) -> Subscription {
        .events(NotificationEvents.topic) { event, tx in
            switch event.type {
            case NotificationEvents.unsubscribed:
                let wish = try Shapes.decode(Unsubscribed.self, from: event.data)
                try withdraw.perform(
                    account: AccountID(wish.accountID), email: wish.email, purpose: wish.purpose, channel: wish.channel,
                    at: wish.at, event, in: tx)
            case NotificationEvents.mailRefused:
                let outcome = try Shapes.decode(MailOutcome.self, from: event.data)
                if let address = outcome.refusedAddress {
                    try doubt.perform(address: address, outcome: outcome, event, in: tx)
                } else {
                    try record.perform(event, order: outcome.orderID, in: tx)
                }
            default:
                let order = try JSONValue.parse(event.data)["orderID"]?.string.flatMap { ID($0) }
                try record.perform(event, order: order, in: tx)
            }
        }
    }
}
