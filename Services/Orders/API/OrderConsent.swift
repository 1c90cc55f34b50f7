package import Core
package import JSON

/// What a customer agreed to be written to about, by which way, and when.
package struct OrderConsent: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderConsent"

    package let purpose: String
    package let channel: String
    package let givenAt: Timestamp

    package init(_ fields: inout ShapeReader) {
        purpose = fields.choice("purpose", among: ["new-products", "news"])
        channel = fields.choice("channel", among: ["email", "sms"])
        givenAt = fields.time("givenAt")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("purpose", purpose)
            writer.field("channel", channel)
            writer.field("givenAt", givenAt)
        }
    }
}
