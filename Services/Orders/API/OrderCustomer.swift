package import JSON

/// The customer as a shop names one. At least one of `shopId`, `email`, `phone` and `taxId` is there.
package struct OrderCustomer: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderCustomer"

    /// The customer's id in that shop.
    package let shopID: String?
    package let email: String?
    package let phone: String?
    package let taxID: String?
    package let name: String?
    package let company: OrderCompany?
    /// BCP 47.
    package let language: String?
    package let consents: [OrderConsent]
    /// Categories of products.
    package let interests: [String]

    package init(_ fields: inout ShapeReader) {
        let before = fields.faults.count
        shopID = fields.optionalFilledText("shopId", most: 256, "The customer's id in the shop.")
        email = fields.optionalFilledText("email", most: 320)
        phone = fields.optionalFilledText("phone", most: 64, "In any form; E.164 is safest.")
        taxID = fields.optionalFilledText("taxId", most: 64)
        name = fields.optionalFilledText("name")
        company = fields.optionalObject("company", OrderCompany.self)
        language = fields.optionalFilledText("language", most: 35, "BCP 47, such as ru or pt-BR.")
        consents = fields.optionalObjects("consents", OrderConsent.self, count: 0...100) ?? []
        interests = fields.optionalTexts("interests", count: 0...100, length: 1...256, "Categories of products.") ?? []
        if shopID == nil, email == nil, phone == nil, taxID == nil, fields.faults.count == before {
            fields.fault(code: "missing", detail: "Needs at least one of shopId, email, phone and taxId.")
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("shopId", shopID)
            writer.field("email", email)
            writer.field("phone", phone)
            writer.field("taxId", taxID)
            writer.field("name", name)
            writer.field("company", company)
            writer.field("language", language)
            writer.field("consents", array: consents)
            writer.field("interests", array: interests)
        }
    }
}
