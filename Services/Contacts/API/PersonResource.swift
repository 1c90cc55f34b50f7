package import Core
package import JSON

/// A human being at an account, with all his addresses and numbers.
package struct PersonResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Person"

    package let id: PersonID
    package let account: AccountID
    package let name: String
    package let emails: [EmailResource]
    package let phones: [PhoneResource]
    package let createdAt: Timestamp

    package init(
        id: PersonID, account: AccountID, name: String, emails: [EmailResource], phones: [PhoneResource], createdAt: Timestamp
    ) {
        (self.id, self.account, self.name) = (id, account, name)
        (self.emails, self.phones, self.createdAt) = (emails, phones, createdAt)
    }

    package init(_ fields: inout ShapeReader) {
        id = PersonID(fields.id("id"))
        account = AccountID(fields.id("account"))
        name = fields.text("name")
        emails = fields.objects("emails", EmailResource.self, count: 0...10_000)
        phones = fields.objects("phones", PhoneResource.self, count: 0...10_000)
        createdAt = fields.time("createdAt")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("account", account)
            writer.field("name", name)
            writer.field("emails", array: emails)
            writer.field("phones", array: phones)
            writer.field("createdAt", createdAt)
        }
    }
}
