import Access
import ContactsAPI
import Core
package import Events
import JSON
import OrdersAPI

/// What orders does when contacts tells something: notes whose an order is, and who may see the account that it is of.
package enum ContactReactions {
    package static func subscription(_ link: LinkOrder = LinkOrder()) -> Subscription {
        .events(
            ContactsEvents.topic,
            types: [ContactsEvents.accountCreated, ContactsEvents.accountChanged, ContactsEvents.orderLinked]
        ) { event, tx in
            let limits = JSONLimits(bytes: 1_000_000)
            if event.type == ContactsEvents.orderLinked {
                let linked = try Shapes.decode(OrderLinked.self, from: event.data, limits: limits)
                try link.perform(OrderID(linked.orderID), account: linked.accountID.id, in: tx)
            } else {
                let account = try Shapes.decode(AccountChanged.self, from: event.data, limits: limits)
                try RecordAccessStore.put(account.access.facts, of: account.accountID.id, version: account.version, in: tx)
            }
        }
    }
}
