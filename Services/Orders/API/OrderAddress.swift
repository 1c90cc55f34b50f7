package import JSON

/// Where an order is billed or sent to.
package struct OrderAddress: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderAddress"

    /// ISO 3166-1 alpha-2, in capitals.
    package let country: String
    package let region: String?
    package let city: String?
    package let postalCode: String?
    package let lines: [String]

    package init(_ fields: inout ShapeReader) {
        country = fields.text("country", length: 2...2, "ISO 3166-1 alpha-2, in capitals.")
        if !country.isEmpty, !Country.isCode(country) {
            fields.fault(at: "country", code: "out-of-range", detail: "Must be a country of ISO 3166-1, such as DE.")
        }
        region = fields.optionalFilledText("region")
        city = fields.optionalFilledText("city")
        postalCode = fields.optionalFilledText("postalCode")
        lines = fields.optionalTexts("lines", count: 0...20, length: 0...1000, "Street, house, flat, one line each.") ?? []
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("country", country)
            writer.field("region", region)
            writer.field("city", city)
            writer.field("postalCode", postalCode)
            if !lines.isEmpty { writer.field("lines", array: lines) }
        }
    }
}
