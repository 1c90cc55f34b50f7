package import JSON

/// How many customers a filter means, of those that the caller may see; beyond a bound nobody counts on.
package struct CustomerCount: Shape, JSONWritable, Hashable {
    package static let shapeName = "CustomerCount"
    /// The bound.
    package static let most = 1000

    package let count: Int64
    /// Whether there are more than these.
    package let isMore: Bool

    package init(count: Int64, isMore: Bool) { (self.count, self.isMore) = (count, isMore) }

    package init(_ fields: inout ShapeReader) {
        count = fields.integer("count", in: 0...Int64(Self.most))
        isMore = fields.boolean("more", "Whether there are more than these \(Self.most).")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("count", count)
            writer.field("more", isMore)
        }
    }
}
