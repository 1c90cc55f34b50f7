import ContactsAPI
import Core
package import Events
import JSON
import OrdersAPI

/// What orders does when contacts tells something.
package enum ContactReactions {
    package static func subscription(_ link: LinkOrder = LinkOrder()) -> Subscription {
        .events(ContactsEvents.topic, types: [ContactsEvents.orderLinked]) { event, tx in
            let linked = try Shapes.decode(OrderLinked.self, from: event.data)
            try link.perform(OrderID(linked.orderID), account: linked.accountID.id, in: tx)
        }
    }
}
