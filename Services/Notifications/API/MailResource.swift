package import Core
package import JSON

/// An entry of the send ledger.
package struct MailResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Mail"
    package static let kinds = [
        "order-placed", "order-shipped", "order-cancelled", "new-product", "password-reset", "password-changed", "sign-in-locked",
        "new-browser", "second-factor-on", "second-factor-off", "passkey-added", "passkey-removed", "passkey-copied",
    ]
    package static let states = ["queued", "sending", "sent", "refused", "uncertain", "skipped"]

    package let id: MailID
    package internal(set) var intent: String?
    package let kind: String
    package let state: String
    package let accountID: ID?
    package internal(set) var orderID: ID?
    package internal(set) var recipient: String?
    package let language: String
    package internal(set) var subject: String?
    package let createdAt: Timestamp
    package let finishedAt: Timestamp?
    package let attempts: Int64
    package internal(set) var reason: String?
    /// The groups of fields that the caller may not see; they are absent.
    package internal(set) var hidden: [FieldGroup] = []

    package init(
        id: MailID, intent: String, kind: String, state: String, accountID: ID?, orderID: ID?, recipient: String?,
        language: String, subject: String?, createdAt: Timestamp, finishedAt: Timestamp?, attempts: Int64, reason: String?
    ) {
        (self.id, self.intent, self.kind, self.state) = (id, intent, kind, state)
        (self.accountID, self.orderID, self.recipient, self.language) = (accountID, orderID, recipient, language)
        (self.subject, self.createdAt, self.finishedAt) = (subject, createdAt, finishedAt)
        (self.attempts, self.reason) = (attempts, reason)
    }

    package init(_ fields: inout ShapeReader) {
        id = MailID(fields.id("id"))
        intent = fields.optionalText(
            "intent", "What it is for; one intent, at most one message. Absent, as the order is, where the order may not be seen."
        )
        kind = fields.choice("kind", among: Self.kinds)
        state = fields.choice("state", among: Self.states)
        accountID = fields.optionalID("accountID")
        orderID = fields.optionalID("orderID")
        recipient = fields.optionalText("recipient", length: 0...320)
        language = fields.text("language")
        subject = fields.optionalText("subject", length: 0...4096)
        createdAt = fields.time("createdAt")
        finishedAt = fields.optionalTime("finishedAt")
        attempts = fields.integer("attempts", in: 0...Int64.max)
        reason = fields.optionalText("reason", "Why it was refused, skipped, put off, or is uncertain.")
        hidden = fields.hiddenGroups()
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id.id)
            writer.field("intent", intent)
            writer.field("kind", kind)
            writer.field("state", state)
            writer.field("accountID", accountID)
            writer.field("orderID", orderID)
            writer.field("recipient", recipient)
            writer.field("language", language)
            writer.field("subject", subject)
            writer.field("createdAt", createdAt)
            writer.field("finishedAt", finishedAt)
            writer.field("attempts", attempts)
            writer.field("reason", reason)
            writer.hiddenGroups(hidden)
        }
    }
}

/// What was written to the customer, for looking at it.
package struct MailPreview: Shape, JSONWritable, Hashable {
    package static let shapeName = "MailPreview"
    package internal(set) var mail: MailResource
    /// Absent, as the HTML is, where the caller may not see the text.
    package internal(set) var text: String?
    package internal(set) var html: String?

    package init(mail: MailResource, text: String?, html: String?) {
        (self.mail, self.text, self.html) = (mail, text, html)
    }

    package init?(_ fields: inout ShapeReader) {
        let mail = fields.object("mail", MailResource.self)
        text = fields.optionalText("text", length: 0...1_000_000)
        html = fields.optionalText("html", length: 0...1_000_000)
        guard let mail else { return nil }
        self.mail = mail
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("mail", mail)
            writer.field("text", text)
            writer.field("html", html)
        }
    }
}
