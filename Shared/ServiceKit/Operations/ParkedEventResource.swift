package import Core
package import Events
package import JSON

/// An event that a service could not apply, or that waits behind one of its key. What it says stays out of sight.
package struct ParkedEventResource: Shape, JSONWritable, AuditedRecord, Hashable {
    package static let shapeName = "ParkedEvent"

    package let service: String
    package let id: Int64
    package let topic: String
    package let key: String
    package let event: String
    package let type: String
    package let parkedAt: Timestamp
    package let attempts: Int64
    package let nextAttemptAt: Timestamp
    package let reason: String

    package init(_ entry: ParkedEvents.Entry, of service: String) {
        self.service = service
        (id, topic, key, event, type) = (entry.seq, entry.topic, entry.key, entry.event, entry.type)
        (parkedAt, attempts, nextAttemptAt) = (entry.parkedAt, Int64(entry.attempts), entry.nextAttemptAt)
        reason = entry.reason
    }

    package init(_ fields: inout ShapeReader) {
        service = fields.text("service", length: 1...100, "Who could not apply it.")
        id = fields.integer("id", in: 0...Int64.max, "Its number within the service.")
        topic = fields.text("topic", length: 0...300)
        key = fields.text("key", length: 0...4096, "Of what it tells: what follows of the same key waits behind it.")
        event = fields.text("event", length: 0...4096, "The event's id; empty when it is no event.")
        type = fields.text("type", length: 0...4096)
        parkedAt = fields.time("parkedAt")
        attempts = fields.integer("attempts", in: 0...Int64.max, "0 for one that only waits behind another.")
        nextAttemptAt = fields.time("nextAttemptAt")
        reason = fields.text("reason", length: 0...8192, "Why it could not be applied last.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("service", service)
            writer.field("id", id)
            writer.field("topic", topic)
            writer.field("key", key)
            writer.field("event", event)
            writer.field("type", type)
            writer.field("parkedAt", parkedAt)
            writer.field("attempts", attempts)
            writer.field("nextAttemptAt", nextAttemptAt)
            writer.field("reason", reason)
        }
    }

    package var auditIDs: [String] { [event].filter { !$0.isEmpty } }
}
