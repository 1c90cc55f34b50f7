package import Core
package import JSON

/// The customer's number in one shop.
package struct ShopIdentityResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "ShopIdentity"

    package let source: String
    package let shopID: String

    package init(source: String, shopID: String) {
        (self.source, self.shopID) = (source, shopID)
    }

    package init(_ fields: inout ShapeReader) {
        source = fields.text("source", "The shop.")
        shopID = fields.text("shopId", "The customer's number there.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("source", source)
            writer.field("shopId", shopID)
        }
    }
}

package struct AddressResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountAddress"

    /// `billing` or `shipping`.
    package let type: String
    /// ISO 3166-1 alpha-2.
    package let country: String
    package let region: String?
    package let city: String?
    package let postalCode: String?
    package let lines: [String]

    package init(type: String, country: String, region: String?, city: String?, postalCode: String?, lines: [String]) {
        (self.type, self.country, self.region, self.city) = (type, country, region, city)
        (self.postalCode, self.lines) = (postalCode, lines)
    }

    package init(_ fields: inout ShapeReader) {
        type = fields.choice("type", among: ["billing", "shipping"])
        country = fields.text("country", "ISO 3166-1 alpha-2.")
        region = fields.optionalText("region")
        city = fields.optionalText("city")
        postalCode = fields.optionalText("postalCode")
        lines = fields.optionalTexts("lines", count: 0...20) ?? []
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", type)
            writer.field("country", country)
            writer.field("region", region)
            writer.field("city", city)
            writer.field("postalCode", postalCode)
            writer.field("lines", array: lines)
        }
    }
}

/// A consent as it was given, and where it was taken back. A purpose and channel is allowed while one of them stands open.
package struct ConsentResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Consent"

    package let purpose: String
    package let channel: String
    package let givenAt: Timestamp
    package let withdrawnAt: Timestamp?

    package init(purpose: String, channel: String, givenAt: Timestamp, withdrawnAt: Timestamp?) {
        (self.purpose, self.channel, self.givenAt, self.withdrawnAt) = (purpose, channel, givenAt, withdrawnAt)
    }

    package init(_ fields: inout ShapeReader) {
        purpose = fields.text("purpose", "new-products or news.")
        channel = fields.text("channel", "email or sms.")
        givenAt = fields.time("givenAt")
        withdrawnAt = fields.optionalTime("withdrawnAt", "Absent while it stands.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("purpose", purpose)
            writer.field("channel", channel)
            writer.field("givenAt", givenAt)
            writer.field("withdrawnAt", withdrawnAt)
        }
    }
}
