package import Core
package import JSON

/// All that is known about one customer.
package struct AccountResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Account"
    package static let kinds = ["company", "person"]

    package var id: AccountID
    package internal(set) var kind: String?
    package internal(set) var name: String
    /// Absent while it waits in its unit's queue.
    package let ownerID: ID?
    /// Absent too for one whom the service has not heard of yet.
    package let ownerName: String?
    package let unitID: ID
    package let unitName: String?
    package internal(set) var access = RowAccess.full
    package internal(set) var language: String?
    package internal(set) var emails: [EmailResource]?
    package internal(set) var phones: [PhoneResource]?
    package internal(set) var taxIDs: [String]?
    package internal(set) var shopIdentities: [ShopIdentityResource]?
    package internal(set) var addresses: [AddressResource]?
    package internal(set) var consents: [ConsentResource]?
    package internal(set) var interests: [String]?
    package internal(set) var orders: Int64?
    package internal(set) var lastOrderAt: Timestamp?
    package internal(set) var createdAt: Timestamp?
    package internal(set) var changedAt: Timestamp?
    package internal(set) var version: Int64?
    /// The groups of fields that the caller may not see; they are absent.
    package internal(set) var hidden: [FieldGroup] = []
    /// Of the members of an `AccountEdit` those that the caller may change.
    package var changeable: [String] = []

    package init(
        id: AccountID, kind: String, name: String, ownerID: ID?, ownerName: String?, unitID: ID, unitName: String?,
        language: String?, emails: [EmailResource], phones: [PhoneResource], taxIDs: [String],
        shopIdentities: [ShopIdentityResource], addresses: [AddressResource], consents: [ConsentResource], interests: [String],
        orders: Int64, lastOrderAt: Timestamp?, createdAt: Timestamp, changedAt: Timestamp, version: Int64
    ) {
        (self.id, self.kind, self.name, self.language) = (id, kind, name, language)
        (self.ownerID, self.ownerName, self.unitID, self.unitName) = (ownerID, ownerName, unitID, unitName)
        (self.emails, self.phones, self.taxIDs, self.shopIdentities) = (emails, phones, taxIDs, shopIdentities)
        (self.addresses, self.consents, self.interests) = (addresses, consents, interests)
        (self.orders, self.lastOrderAt) = (orders, lastOrderAt)
        (self.createdAt, self.changedAt, self.version) = (createdAt, changedAt, version)
    }

    package init(_ fields: inout ShapeReader) {
        id = AccountID(fields.id("id"))
        kind = fields.optionalChoice("kind", among: Self.kinds)
        name = fields.text("name", "Of an account without a name what stands in for it, or # and a part of its id.")
        ownerID = fields.optionalID("ownerID", "Whose it is; absent while it waits in a queue.")
        ownerName = fields.optionalText("ownerName")
        unitID = fields.id("unitID", "The owner's unit, or the one whose queue it waits in.")
        unitName = fields.optionalText("unitName")
        access = RowAccess(&fields)
        language = fields.optionalText("language", "BCP 47.")
        emails = fields.optionalObjects("emails", EmailResource.self, count: 0...10_000)
        phones = fields.optionalObjects("phones", PhoneResource.self, count: 0...10_000)
        taxIDs = fields.optionalTexts("taxIds", count: 0...10_000)
        shopIdentities = fields.optionalObjects("shopIdentities", ShopIdentityResource.self, count: 0...10_000)
        addresses = fields.optionalObjects("addresses", AddressResource.self, count: 0...10_000)
        consents = fields.optionalObjects("consents", ConsentResource.self, count: 0...10_000)
        interests = fields.optionalTexts("interests", count: 0...10_000)
        orders = fields.optionalInteger("orders", in: 0...Int64.max, "How many orders are linked.")
        lastOrderAt = fields.optionalTime("lastOrderAt", "When the newest of them was placed.")
        createdAt = fields.optionalTime("createdAt")
        changedAt = fields.optionalTime("changedAt")
        version = fields.optionalInteger("version", in: 0...Int64.max, "Rises with each change; also the ETag.")
        hidden = fields.hiddenGroups()
        changeable =
            fields.optionalTexts("changeable", count: 0...20, "The members of a PATCH that the caller may change; absent: none.")
            ?? []
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("kind", kind)
            writer.field("name", name)
            writer.field("ownerID", ownerID)
            writer.field("ownerName", ownerName)
            writer.field("unitID", unitID)
            writer.field("unitName", unitName)
            writer.field("access", access.rawValue)
            writer.field("language", language)
            writer.field("emails", array: emails)
            writer.field("phones", array: phones)
            writer.field("taxIds", array: taxIDs)
            writer.field("shopIdentities", array: shopIdentities)
            writer.field("addresses", array: addresses)
            writer.field("consents", array: consents)
            writer.field("interests", array: interests)
            writer.field("orders", orders)
            writer.field("lastOrderAt", lastOrderAt)
            writer.field("createdAt", createdAt)
            writer.field("changedAt", changedAt)
            writer.field("version", version)
            writer.hiddenGroups(hidden)
            if !changeable.isEmpty { writer.field("changeable", array: changeable) }
        }
    }
}
