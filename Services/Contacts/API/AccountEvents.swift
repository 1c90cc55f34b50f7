package import Core
package import JSON

/// What contacts tells on topic `crm.contacts.v1`; the key is the account's id.
package enum ContactsEvents {
    package static let source = "/contacts"
    package static let topic = "crm.contacts.v1"
    /// Data: `AccountChanged`.
    package static let accountCreated = "crm.contacts.account.created.v1"
    /// Data: `AccountChanged`.
    package static let accountChanged = "crm.contacts.account.changed.v1"
    /// Data: `OrderLinked`.
    package static let orderLinked = "crm.contacts.order.linked.v1"
    /// Data: `ContactPointVerified`.
    package static let contactPointVerified = "crm.contacts.contact-point.verified.v1"
    /// Data: `ContactPointUnverified`.
    package static let contactPointUnverified = "crm.contacts.contact-point.unverified.v1"
    /// Data: `AccountOwnerChanged`; an `accountChanged` with the new access follows it.
    package static let ownerChanged = "crm.contacts.account.owner-changed.v1"
    /// Data: `AccountShareChanged`, for members of the team too; an `accountChanged` with the new access follows it.
    package static let accountShared = "crm.contacts.account.shared.v1"
    /// Data and what follows: as `accountShared`.
    package static let accountUnshared = "crm.contacts.account.unshared.v1"
    /// Data: `ReassignmentFinished`; the key is the reassignment's id.
    package static let reassignmentFinished = "crm.contacts.reassignment.finished.v1"
    /// Data: `AccessRequestChanged`.
    package static let accessRequested = "crm.contacts.access-request.opened.v1"
    /// Data: `AccessRequestChanged`; approved, refused or withdrawn.
    package static let accessAnswered = "crm.contacts.access-request.answered.v1"
    /// Data: `ExportRequestChanged`; the key is the request's id.
    package static let exportRequested = "crm.contacts.export-request.opened.v1"
    /// Data and key: as `exportRequested`; approved, refused or withdrawn.
    package static let exportAnswered = "crm.contacts.export-request.answered.v1"

    package static let contactPointKinds = ["email", "phone"]
}

/// The account as it stands after the event, so that a peer keeps only the newest.
package struct AccountChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountChanged"

    package let accountID: AccountID
    package let kind: String
    package let name: String
    package let language: String?
    /// The primary one first.
    package let emails: [String]
    /// E.164, the primary one first.
    package let phones: [String]
    package let consents: [ConsentResource]
    package let interests: [String]
    package let access: AccountAccess
    package let version: Int64

    package init(
        accountID: AccountID, kind: String, name: String, language: String?, emails: [String], phones: [String],
        consents: [ConsentResource], interests: [String], access: AccountAccess, version: Int64
    ) {
        (self.accountID, self.kind, self.name, self.language) = (accountID, kind, name, language)
        (self.emails, self.phones, self.consents) = (emails, phones, consents)
        (self.interests, self.access, self.version) = (interests, access, version)
    }

    package init(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        kind = fields.choice("kind", among: AccountResource.kinds)
        name = fields.text("name")
        language = fields.optionalText("language", "BCP 47.")
        emails = fields.texts("emails", count: 0...10_000, "The primary one first.")
        phones = fields.texts("phones", count: 0...10_000, "E.164, the primary one first.")
        consents = fields.objects("consents", ConsentResource.self, count: 0...10_000)
        interests = fields.texts("interests", count: 0...10_000, "Categories.")
        access = fields.optionalObject("access", AccountAccess.self, "Who may see it.") ?? .unassigned
        version = fields.integer("version", in: 0...Int64.max)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("kind", kind)
            writer.field("name", name)
            writer.field("language", language)
            writer.field("emails", array: emails)
            writer.field("phones", array: phones)
            writer.field("consents", array: consents)
            writer.field("interests", array: interests)
            writer.field("access", access)
            writer.field("version", version)
        }
    }
}

/// Whose order it is.
package struct OrderLinked: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderLinked"

    package let orderID: ID
    /// The shop.
    package let source: String
    package let number: String
    package let accountID: AccountID

    package init(orderID: ID, source: String, number: String, accountID: AccountID) {
        (self.orderID, self.source, self.number, self.accountID) = (orderID, source, number, accountID)
    }

    package init(_ fields: inout ShapeReader) {
        orderID = fields.id("orderID")
        source = fields.text("source", "The shop.")
        number = fields.text("number")
        accountID = AccountID(fields.id("accountID"))
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("orderID", orderID)
            writer.field("source", source)
            writer.field("number", number)
            writer.field("accountID", accountID)
        }
    }
}
