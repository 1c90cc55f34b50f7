package import Core
package import JSON

/// One thing that happened with a customer.
package struct TimelineEntryResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "TimelineEntry"

    /// `order.shipped`; what stands before the point is its group.
    package let kind: String
    /// When it happened.
    package let at: Timestamp
    /// Which service told it.
    package let source: String
    /// Who did it: `shop:urn:shop:one`, `service:notifications`, `customer`, `person:Ann`, `token:import`.
    package let actor: String
    package let eventID: String
    /// When it was told.
    package let time: Timestamp
    /// What the entry says, by kind.
    package let data: JSONValue

    package init(
        kind: String, at: Timestamp, source: String, actor: String, eventID: String, time: Timestamp, data: JSONValue
    ) {
        (self.kind, self.at, self.source, self.actor) = (kind, at, source, actor)
        (self.eventID, self.time, self.data) = (eventID, time, data)
    }

    package init(_ fields: inout ShapeReader) {
        kind = fields.text(
            "kind", "order.placed, order.paid, … mail.sent, … account.created, account.owner-changed, …")
        at = fields.time("at", "When it happened.")
        source = fields.text("source", "The service that told it.")
        actor = fields.text("actor", "Who did it: shop:…, service:…, customer, person:…, token:….")
        eventID = fields.text("event", "The id of the event it was made from.")
        time = fields.time("time", "When it was told.")
        data = fields.any("data", "What the entry says, by kind: number, total, carrier, subject, reason …") ?? .null
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind)
            writer.field("at", at)
            writer.field("source", source)
            writer.field("actor", actor)
            writer.field("event", eventID)
            writer.field("time", time)
            writer.field("data", data)
        }
    }
}
