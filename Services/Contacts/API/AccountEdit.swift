package import JSON

/// What somebody who knows the customer corrects; what is absent stays.
package struct AccountEdit: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountEdit"
    /// The members, in the order in which forms have them.
    package static let fields = ["name", "language", "email", "phone"]

    package let name: String?
    package let language: String?
    package let email: String?
    package let phone: String?

    package init(name: String? = nil, language: String? = nil, email: String? = nil, phone: String? = nil) {
        (self.name, self.language, self.email, self.phone) = (name, language, email, phone)
    }

    package init(_ fields: inout ShapeReader) {
        name = fields.optionalText("name", length: 1...500, "What it is called from now on.")
        language = fields.optionalText("language", length: 2...35, "BCP 47.")
        email = fields.optionalText(
            "email", length: 3...320, "The address that the customer is written to from now on; the others stay.")
        phone = fields.optionalText(
            "phone", length: 3...64, "The number that the customer is called at from now on, with + and country; the others stay."
        )
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("language", language)
            writer.field("email", email)
            writer.field("phone", phone)
        }
    }
}
