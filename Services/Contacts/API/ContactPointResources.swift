import Core
package import JSON

/// A mail address of an account or of one of its people.
package struct EmailResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountEmail"

    /// As the customer writes it.
    package let address: String
    package let type: String
    package let isPrimary: Bool
    package let person: PersonID?
    /// `nil` while it is not known to reach the customer.
    package let verification: VerificationResource?

    package init(address: String, type: String, isPrimary: Bool, person: PersonID?, verification: VerificationResource?) {
        (self.address, self.type, self.isPrimary, self.person) = (address, type, isPrimary, person)
        self.verification = verification
    }

    package init(_ fields: inout ShapeReader) {
        address = fields.text("address", "As the customer writes it.")
        type = fields.text("type", "work or personal.")
        isPrimary = fields.boolean("primary", "Whether the account is written to at this address.")
        person = fields.optionalID("person", "The person who reads it.").map(PersonID.init)
        verification = fields.optionalObject("verification", VerificationResource.self, "Absent while it is not verified.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("address", address)
            writer.field("type", type)
            writer.field("primary", isPrimary)
            writer.field("person", person)
            writer.field("verification", verification)
        }
    }
}

/// A telephone number of an account or of one of its people.
package struct PhoneResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountPhone"

    /// E.164; `nil` when what was given is no number that could be dialled.
    package let number: String?
    /// For people to read.
    package let text: String
    /// As it was given.
    package let raw: String
    package let type: String
    package let isPrimary: Bool
    package let person: PersonID?
    /// `nil` while it is not known to reach the customer.
    package let verification: VerificationResource?

    package init(
        number: String?, text: String, raw: String, type: String, isPrimary: Bool, person: PersonID?,
        verification: VerificationResource?
    ) {
        (self.number, self.text, self.raw) = (number, text, raw)
        (self.type, self.isPrimary, self.person, self.verification) = (type, isPrimary, person, verification)
    }

    package init(_ fields: inout ShapeReader) {
        number = fields.optionalText("number", "E.164; absent when what was given cannot be dialled.")
        text = fields.text("text", "For people to read.")
        raw = fields.text("raw", "As it was given.")
        type = fields.text("type", "work or personal.")
        isPrimary = fields.boolean("primary", "Whether the account is called at this number.")
        person = fields.optionalID("person", "The person who answers it.").map(PersonID.init)
        verification = fields.optionalObject("verification", VerificationResource.self, "Absent while it is not verified.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("number", number)
            writer.field("text", text)
            writer.field("raw", raw)
            writer.field("type", type)
            writer.field("primary", isPrimary)
            writer.field("person", person)
            writer.field("verification", verification)
        }
    }
}
