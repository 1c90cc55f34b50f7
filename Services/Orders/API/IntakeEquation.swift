package import Core
package import JSON

/// Every event that was ever answered, by where it stands. `received` is counted by itself, not added up.
package struct IntakeEquation: Sendable, Hashable, Shape, JSONWritable {
    package static let shapeName = "OrderIntake"

    package var received: Int64
    package var accepted: Int64
    package var waiting: Int64
    /// Open ones.
    package var rejected: Int64
    package var superseded: Int64
    package var discarded: Int64
    package var duplicates: Int64
    package var asOf: Timestamp

    package init(asOf: Timestamp) {
        (received, accepted, waiting, rejected, superseded, discarded, duplicates) = (0, 0, 0, 0, 0, 0, 0)
        self.asOf = asOf
    }

    /// Whether every received event stands in exactly one of the six states.
    package var isBalanced: Bool { received == accepted + waiting + rejected + superseded + discarded + duplicates }

    package init(_ fields: inout ShapeReader) {
        let count: ClosedRange<Int64> = 0...Int64.max
        received = fields.integer("received", in: count, "The sum of the six that follow.")
        accepted = fields.integer("accepted", in: count)
        waiting = fields.integer("waiting", in: count)
        rejected = fields.integer("rejected", in: count, "Open ones: neither superseded nor discarded.")
        superseded = fields.integer("superseded", in: count)
        discarded = fields.integer("discarded", in: count)
        duplicates = fields.integer("duplicates", in: count)
        _ = fields.boolean("balanced", "Whether the stored rows add up.")
        asOf = fields.time("asOf")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("received", received)
            writer.field("accepted", accepted)
            writer.field("waiting", waiting)
            writer.field("rejected", rejected)
            writer.field("superseded", superseded)
            writer.field("discarded", discarded)
            writer.field("duplicates", duplicates)
            writer.field("balanced", isBalanced)
            writer.field("asOf", asOf)
        }
    }
}
