package import Core
package import JSON

/// One accepted event in the history of an order.
package struct OrderHistoryEntry: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderHistoryEntry"
    package static let kinds = ["placed", "paid", "refunded", "shipped", "delivered", "cancelled", "returned"]
    /// The kinds that are of money alone.
    static let payments: Set = ["paid", "refunded"]

    package let kind: String
    package let eventID: String
    package let source: String
    /// When it happened, as the shop says.
    package let time: Timestamp
    package let receivedAt: Timestamp
    /// The order's version after it.
    package let version: Int64
    package private(set) var what: OrderStepDetails

    package init(
        kind: String, eventID: String, source: String, time: Timestamp, receivedAt: Timestamp, version: Int64,
        what: OrderStepDetails
    ) {
        (self.kind, self.eventID, self.source) = (kind, eventID, source)
        (self.time, self.receivedAt, self.version, self.what) = (time, receivedAt, version, what)
    }

    package init(_ fields: inout ShapeReader) {
        kind = fields.choice("kind", among: Self.kinds)
        eventID = fields.text("eventId", "The shop's event.")
        source = fields.text("source", "The event's source.")
        time = fields.time("time", "When it happened, as the shop says.")
        receivedAt = fields.time("receivedAt")
        version = fields.integer("version", "The order's version after it.")
        what = fields.object("what", OrderStepDetails.self) ?? OrderStepDetails()
    }

    var withoutMoney: OrderHistoryEntry {
        var copy = self
        (copy.what.amount, copy.what.reference, copy.what.method) = (nil, nil, nil)
        return copy
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind)
            writer.field("eventId", eventID)
            writer.field("source", source)
            writer.field("time", time)
            writer.field("receivedAt", receivedAt)
            writer.field("version", version)
            writer.field("what", what)
        }
    }
}
