package import JSON

/// Who bought, as far as the caller may see it.
package struct OrderBuyer: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderBuyer"

    package internal(set) var shopID: String?
    package internal(set) var email: String?
    package internal(set) var phone: String?
    package internal(set) var taxID: String?
    package internal(set) var name: String?
    package internal(set) var company: OrderCompany?
    package let language: String?
    package internal(set) var consents: [OrderConsent]?
    package internal(set) var interests: [String]?

    package init(_ customer: OrderCustomer) {
        (shopID, email, phone, taxID) = (customer.shopID, customer.email, customer.phone, customer.taxID)
        (name, company, language) = (customer.name, customer.company, customer.language)
        (consents, interests) = (customer.consents, customer.interests)
    }

    package init(_ fields: inout ShapeReader) {
        shopID = fields.optionalText("shopId", "The customer's id in the shop.")
        email = fields.optionalText("email")
        phone = fields.optionalText("phone")
        taxID = fields.optionalText("taxId")
        name = fields.optionalText("name")
        company = fields.optionalObject("company", OrderCompany.self)
        language = fields.optionalText("language", "BCP 47.")
        consents = fields.optionalObjects("consents", OrderConsent.self, count: 0...100)
        interests = fields.optionalTexts("interests", count: 0...100, length: 1...256, "Categories of products.")
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
