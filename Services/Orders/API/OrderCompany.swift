package import JSON

/// The company a customer buys for.
package struct OrderCompany: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderCompany"

    package let name: String
    package internal(set) var taxID: String?

    package init(_ fields: inout ShapeReader) {
        name = fields.text("name", length: 1...1000)
        taxID = fields.optionalFilledText("taxId", most: 64)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("taxId", taxID)
        }
    }
}
