package import JSON

/// How much of one line of an order something concerns.
package struct LineQuantity: Shape, JSONWritable, Hashable {
    package static let shapeName = "LineQuantity"

    package let line: Int64
    package let quantity: Quantity

    package init(line: Int64, quantity: Quantity) {
        self.line = line
        self.quantity = quantity
    }

    package init(_ fields: inout ShapeReader) {
        line = fields.integer("line", in: 1...9_007_199_254_740_991)
        quantity = fields.quantity("quantity")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("line", line)
            writer.field("quantity", quantity)
        }
    }
}
