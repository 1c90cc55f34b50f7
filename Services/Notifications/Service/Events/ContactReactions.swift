import Access
import ContactsAPI
import Core
import Database
import Events
import JSON

/// What notifications does when contacts tells something.
struct ContactReactions: Sendable {
    let tellCustomer: TellCustomer

    var subscription: Subscription {
        .events(
            ContactsEvents.topic,
            types: [ContactsEvents.accountCreated, ContactsEvents.accountChanged, ContactsEvents.orderLinked]
        ) { event, tx in
            let limits = JSONLimits(bytes: 1_000_000)
            if event.type == ContactsEvents.orderLinked {
                let link = try Shapes.decode(OrderLinked.self, from: event.data, limits: limits)
                try tellCustomer.release(orderID: link.orderID, accountID: link.accountID.id, in: tx)
            } else {
                let account = try Shapes.decode(AccountChanged.self, from: event.data, limits: limits)
                try CustomerStore().save(account, in: tx)
                try RecordAccessStore.put(account.access.facts, of: account.accountID.id, version: account.version, in: tx)
            }
        }
    }
}
