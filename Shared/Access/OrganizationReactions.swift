package import Events
import JSON

/// What every service does when the organization changes: keeps the newest state. It stands in each module's list of
/// subscriptions, once per topic and service.
package enum OrganizationReactions {
    package static let subscription: Subscription = .events(
        OrganizationEvents.topic, types: [OrganizationEvents.unitChanged, OrganizationEvents.userChanged]
    ) { event, tx in
        switch event.type {
        case OrganizationEvents.unitChanged:
            try OrganizationStore.put(try Shapes.decode(UnitChanged.self, from: event.data), in: tx)
        default:
            try OrganizationStore.put(try Shapes.decode(UserChanged.self, from: event.data), in: tx)
        }
    }
}
