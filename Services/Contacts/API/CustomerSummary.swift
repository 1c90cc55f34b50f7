package import Core
package import JSON

/// A customer as a line of a list.
package struct CustomerSummary: Shape, JSONWritable, Hashable {
    package static let shapeName = "CustomerSummary"

    package let id: AccountID
    package internal(set) var kind: String?
    package internal(set) var name: String
    package internal(set) var email: String?
    package internal(set) var phone: String?
    package internal(set) var language: String?
    package internal(set) var orders: Int64?
    package internal(set) var lastOrderAt: Timestamp?
    package internal(set) var createdAt: Timestamp?
    package internal(set) var changedAt: Timestamp?
    /// Absent while it waits in its unit's queue.
    package let ownerID: ID?
    package let ownerName: String?
    package let unitID: ID
    package let unitName: String?
    /// For `If-Match` where the customer is changed from the list.
    package internal(set) var version: Int64?
    package internal(set) var access = RowAccess.full
    /// The groups of fields that the caller may not see; they are absent.
    package internal(set) var hidden: [FieldGroup] = []

    package init(
        id: AccountID, kind: String, name: String, email: String?, phone: String?, language: String?, orders: Int64,
        lastOrderAt: Timestamp?, createdAt: Timestamp, ownerID: ID?, ownerName: String?, unitID: ID, unitName: String?,
        changedAt: Timestamp? = nil, version: Int64? = nil
    ) {
        (self.id, self.kind, self.name, self.email, self.phone) = (id, kind, name, email, phone)
        (self.language, self.orders, self.lastOrderAt, self.createdAt) = (language, orders, lastOrderAt, createdAt)
        (self.ownerID, self.ownerName, self.unitID, self.unitName) = (ownerID, ownerName, unitID, unitName)
        (self.changedAt, self.version) = (changedAt, version)
    }

    package init(_ fields: inout ShapeReader) {
        id = AccountID(fields.id("id"))
        kind = fields.optionalChoice("kind", among: AccountResource.kinds)
        name = fields.text("name", "Of an account without a name what stands in for it, or # and a part of its id.")
        email = fields.optionalText("email", "The primary address.")
        phone = fields.optionalText("phone", "The primary number, for people to read.")
        language = fields.optionalText("language", "BCP 47.")
        orders = fields.optionalInteger("orders", in: 0...Int64.max, "How many orders are linked.")
        lastOrderAt = fields.optionalTime("lastOrderAt", "When the newest of them was placed.")
        createdAt = fields.optionalTime("createdAt")
        changedAt = fields.optionalTime("changedAt")
        ownerID = fields.optionalID("ownerID", "Whose it is; absent while it waits in a queue.")
        ownerName = fields.optionalText("ownerName")
        unitID = fields.id("unitID", "The owner's unit, or the one whose queue it waits in.")
        unitName = fields.optionalText("unitName")
        version = fields.optionalInteger("version", in: 0...Int64.max, "Rises with each change; also the account's ETag.")
        access = RowAccess(&fields)
        hidden = fields.hiddenGroups()
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
            writer.field("changedAt", changedAt)
            writer.field("ownerID", ownerID)
            writer.field("ownerName", ownerName)
            writer.field("unitID", unitID)
            writer.field("unitName", unitName)
            writer.field("version", version)
            writer.field("access", access.rawValue)
            writer.hiddenGroups(hidden)
        }
    }
}
