import Database
import Events
import GatewayAPI
import JSON

/// What notifications does when the gateway tells something for one person's ears.
struct GatewayReactions: Sendable {
    let tellPerson: TellPerson

    var subscription: Subscription {
        .events(SecurityEvents.topic, types: [SecurityEvents.noted]) { event, tx in
            try tellPerson.perform(try Shapes.decode(SecurityNotice.self, from: event.data), in: tx)
        }
    }
}
