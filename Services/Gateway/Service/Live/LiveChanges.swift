import ContactsAPI
import Core
import Events
import GatewayAPI
import JSON
import NotificationsAPI
import OrdersAPI

/// Which things an event of the services changes, as pages show them.
enum LiveChanges {
    static let topics = [ContactsEvents.topic, NotificationEvents.topic, OrdersEvents.topic, SecurityEvents.topic]

    struct Change: Sendable {
        var things: Set<LiveThing> = []
        /// Records of which it may be others from now on who see them.
        var moved: Set<LiveThing> = []
    }

    static func of(_ events: [Event]) -> Change {
        var change = Change()
        for event in events {
            switch event.source {
            case ContactsEvents.source: contacts(event, &change)
            case NotificationEvents.source: notifications(event, &change)
            case OrdersEvents.source: orders(event, &change)
            case SecurityEvents.source: gateway(event, &change)
            default: break
            }
        }
        return change
    }

    private static func contacts(_ event: Event, _ change: inout Change) {
        change.things.insert(.customers)
        guard let id = ID(event.key) else { return }
        let customer = LiveThing(.customer, id)
        change.things.insert(customer)
        switch event.type {
        case ContactsEvents.ownerChanged, ContactsEvents.accountShared, ContactsEvents.accountUnshared:
            change.moved.insert(customer)
        case ContactsEvents.orderLinked:
            change.things.insert(.orders)
            if let order = Self.id("orderID", in: event.data) { change.things.insert(LiveThing(.order, order)) }
        default: break
        }
    }

    private static func notifications(_ event: Event, _ change: inout Change) {
        if let customer = id("accountID", in: event.data) { change.things.insert(LiveThing(.customer, customer)) }
        guard let mail = id("mailID", in: event.data) else { return }
        change.things.formUnion([.mails, LiveThing(.mail, mail)])
    }

    private static func gateway(_ event: Event, _ change: inout Change) {
        guard event.type == NoticeEvents.changed, let receiver = Notice.Receiver(event.key) else { return }
        change.things.insert(LiveThing(.notifications, receiver: receiver))
    }

    private static func orders(_ event: Event, _ change: inout Change) {
        switch event.type {
        case OrdersEvents.productReleased, OrdersEvents.productChanged, OrdersEvents.productWithdrawn:
            change.things.insert(.products)
        case OrdersEvents.eventRejected, OrdersEvents.eventSettled: change.things.insert(.intake)
        default:
            change.things.formUnion([.orders, .intake])
            if let id = ID(event.key) { change.things.insert(LiveThing(.order, id)) }
            // Of an order whose customer was found before; a new one's is told by contacts.
            guard let customer = (try? JSONValue.parse(event.data))?["customerRef"]?["accountID"]?.string.flatMap({ ID($0) })
            else { return }
            change.things.insert(LiveThing(.customer, customer))
        }
    }

    private static func id(_ member: String, in data: [UInt8]) -> ID? {
        (try? JSONValue.parse(data))?[member]?.string.flatMap { ID($0) }
    }
}
