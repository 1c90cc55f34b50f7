package import Core
package import JSON

/// How many orders were placed from each bound to the next.
package struct OrderCounts: Shape, JSONWritable, Hashable {
    package struct Span: Shape, JSONWritable, Hashable {
        package static let shapeName = "OrderCount"
        package let from: Timestamp
        package let count: Int64

        package init(from: Timestamp, count: Int64) {
            (self.from, self.count) = (from, count)
        }

        package init(_ fields: inout ShapeReader) {
            from = fields.time("from", "Placed at this time or later, and before the next one.")
            count = fields.integer("count", in: 0...Int64.max)
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("from", from)
                writer.field("count", count)
            }
        }
    }

    package static let shapeName = "OrderCounts"
    package let spans: [Span]

    package init(spans: [Span]) { self.spans = spans }

    package init(_ fields: inout ShapeReader) {
        spans = fields.objects("spans", Span.self, count: 0...100, "In the order of time.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.field("spans", array: spans) }
    }
}

/// What became of the events that were received from each bound to the next.
package struct IntakeCounts: Shape, JSONWritable, Hashable {
    package struct Span: Shape, JSONWritable, Hashable {
        package static let shapeName = "IntakeCount"
        package let from: Timestamp
        package let accepted: Int64
        package let rejected: Int64

        package init(from: Timestamp, accepted: Int64, rejected: Int64) {
            (self.from, self.accepted, self.rejected) = (from, accepted, rejected)
        }

        package init(_ fields: inout ShapeReader) {
            from = fields.time("from", "Received at this time or later, and before the next one.")
            accepted = fields.integer("accepted", in: 0...Int64.max, "Accepted, or waiting for their cause.")
            rejected = fields.integer("rejected", in: 0...Int64.max, "Rejected, whatever became of them since.")
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("from", from)
                writer.field("accepted", accepted)
                writer.field("rejected", rejected)
            }
        }
    }

    package static let shapeName = "IntakeCounts"
    package let spans: [Span]

    package init(spans: [Span]) { self.spans = spans }

    package init(_ fields: inout ShapeReader) {
        spans = fields.objects("spans", Span.self, count: 0...100, "In the order of time.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.field("spans", array: spans) }
    }
}
