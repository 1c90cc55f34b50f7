import ContactsAPI
import Core
import Database
import Events
import JSON
import NotificationsAPI

/// What we do when notifications tells something: mails become history, unsubscribing withdraws the consent.
enum NotificationReactions {
    static func subscription(_ withdraw: WithdrawConsent, _ record: RecordEvent) -> Subscription {
        .events(NotificationEvents.topic) { event, tx in
            if event.type == NotificationEvents.unsubscribed {
                let wish = try Shapes.decode(Unsubscribed.self, from: event.data)
                try withdraw.perform(
                    account: AccountID(wish.accountID), email: wish.email, purpose: wish.purpose, channel: wish.channel,
                    at: wish.at,
                    event, in: tx)
            } else {
                let order = try JSONValue.parse(event.data)["orderID"]?.string.flatMap { ID($0) }
                try record.perform(event, order: order, in: tx)
            }
        }
    }
}
