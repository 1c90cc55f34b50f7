package import Core
package import JSON

/// A customer as a line of a list.
package struct CustomerSummary: Shape, JSONWritable, Hashable {
    package static let shapeName = "CustomerSummary"

    package let id: AccountID
    package let kind: String
    package let name: String
    package let email: String?
    package let phone: String?
    package let language: String?
    package let orders: Int64
    package let lastOrderAt: Timestamp?
    package let createdAt: Timestamp

    package init(
        id: AccountID, kind: String, name: String, email: String?, phone: String?, language: String?, orders: Int64,
        lastOrderAt: Timestamp?, createdAt: Timestamp
    ) {
        (self.id, self.kind, self.name, self.email, self.phone) = (id, kind, name, email, phone)
        (self.language, self.orders, self.lastOrderAt, self.createdAt) = (language, orders, lastOrderAt, createdAt)
    }

    package init(_ fields: inout ShapeReader) {
        id = AccountID(fields.id("id"))
        kind = fields.choice("kind", among: AccountResource.kinds)
        name = fields.text("name")
        email = fields.optionalText("email", "The primary address.")
        phone = fields.optionalText("phone", "The primary number, for people to read.")
        language = fields.optionalText("language", "BCP 47.")
        orders = fields.integer("orders", in: 0...Int64.max, "How many orders are linked.")
        lastOrderAt = fields.optionalTime("lastOrderAt", "When the newest of them was placed.")
        createdAt = fields.time("createdAt")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("kind", kind)
            writer.field("name", name)
            writer.field("email", email)
            writer.field("phone", phone)
            writer.field("language", language)
            writer.field("orders", orders)
            writer.field("lastOrderAt", lastOrderAt)
            writer.field("createdAt", createdAt)
        }
    }
}
