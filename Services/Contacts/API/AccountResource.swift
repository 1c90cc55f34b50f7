package import Core
package import JSON

/// All that is known about one customer.
package struct AccountResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Account"
    package static let kinds = ["company", "person"]

    package var id: AccountID
    package var kind: String
    package var name: String
    package var language: String?
    package var emails: [EmailResource]
    package var phones: [PhoneResource]
    package var taxIDs: [String]
    package var shopIdentities: [ShopIdentityResource]
    package var addresses: [AddressResource]
    package var consents: [ConsentResource]
    package var interests: [String]
    package var orders: Int64
    package var lastOrderAt: Timestamp?
    package var createdAt: Timestamp
    package var changedAt: Timestamp
    package var version: Int64

    package init(
        id: AccountID, kind: String, name: String, language: String?, emails: [EmailResource], phones: [PhoneResource],
        taxIDs: [String], shopIdentities: [ShopIdentityResource], addresses: [AddressResource], consents: [ConsentResource],
        interests: [String], orders: Int64, lastOrderAt: Timestamp?, createdAt: Timestamp, changedAt: Timestamp, version: Int64
    ) {
        (self.id, self.kind, self.name, self.language) = (id, kind, name, language)
        (self.emails, self.phones, self.taxIDs, self.shopIdentities) = (emails, phones, taxIDs, shopIdentities)
        (self.addresses, self.consents, self.interests) = (addresses, consents, interests)
        (self.orders, self.lastOrderAt) = (orders, lastOrderAt)
        (self.createdAt, self.changedAt, self.version) = (createdAt, changedAt, version)
    }

    package init(_ fields: inout ShapeReader) {
        id = AccountID(fields.id("id"))
        kind = fields.choice("kind", among: Self.kinds)
        name = fields.text("name")
        language = fields.optionalText("language", "BCP 47.")
        emails = fields.objects("emails", EmailResource.self, count: 0...10_000)
        phones = fields.objects("phones", PhoneResource.self, count: 0...10_000)
        taxIDs = fields.texts("taxIds", count: 0...10_000)
        shopIdentities = fields.objects("shopIdentities", ShopIdentityResource.self, count: 0...10_000)
        addresses = fields.objects("addresses", AddressResource.self, count: 0...10_000)
        consents = fields.objects("consents", ConsentResource.self, count: 0...10_000)
        interests = fields.texts("interests", count: 0...10_000)
        orders = fields.integer("orders", in: 0...Int64.max, "How many orders are linked.")
        lastOrderAt = fields.optionalTime("lastOrderAt", "When the newest of them was placed.")
        createdAt = fields.time("createdAt")
        changedAt = fields.time("changedAt")
        version = fields.integer("version", in: 0...Int64.max, "Rises with each change; also the ETag.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("kind", kind)
            writer.field("name", name)
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
        }
    }
}
