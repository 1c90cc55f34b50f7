package import JSON

/// How many messages are in each state.
package struct MailCounts: Shape, JSONWritable, Hashable {
    package static let shapeName = "MailCounts"
    package let byState: [String: Int64]

    package init(byState: [String: Int64]) {
        self.byState = byState
    }

    package init(_ fields: inout ShapeReader) {
        var counts: [String: Int64] = [:]
        for state in MailResource.states { counts[state] = fields.integer(state, in: 0...Int64.max) }
        byState = counts
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for state in MailResource.states { writer.field(state, byState[state] ?? 0) }
        }
    }
}
