package import JSON

/// The shop's event that made something happen.
package struct EventCause: Shape, JSONWritable, Hashable {
    package static let shapeName = "EventCause"

    package let eventSource: String
    package let eventID: String

    package init(eventSource: String, eventID: String) {
        self.eventSource = eventSource
        self.eventID = eventID
    }

    package init(_ fields: inout ShapeReader) {
        eventSource = fields.text("eventSource")
        eventID = fields.text("eventID")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("eventSource", eventSource)
            writer.field("eventID", eventID)
        }
    }
}
