package import JSON

/// Which dead jobs are to start over.
package struct RedriveRequest: Shape, JSONWritable, Hashable {
    package static let shapeName = "RedriveRequest"
    package let kind: String

    package init(kind: String) { self.kind = kind }

    package init(_ fields: inout ShapeReader) {
        kind = fields.text("kind", length: 1...200, "The kind of the jobs.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.field("kind", kind) }
    }
}

package struct RedriveOutcome: Shape, JSONWritable, Hashable {
    package static let shapeName = "RedriveOutcome"
    package let redriven: Int64

    package init(redriven: Int64) { self.redriven = redriven }

    package init(_ fields: inout ShapeReader) {
        redriven = fields.integer("redriven", in: 0...Int64.max, "How many start over.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.field("redriven", redriven) }
    }
}
