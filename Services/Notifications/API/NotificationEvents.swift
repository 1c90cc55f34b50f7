package import Core
package import JSON

/// What notifications tells on topic `crm.notifications.v1`; the key is the mail's or the account's id.
package enum NotificationEvents {
    package static let source = "/notifications"
    package static let topic = "crm.notifications.v1"
    /// Data: `MailOutcome`.
    package static let mailSent = "crm.notifications.mail.sent.v1"
    package static let mailRefused = "crm.notifications.mail.refused.v1"
    package static let mailUncertain = "crm.notifications.mail.uncertain.v1"
    package static let mailSkipped = "crm.notifications.mail.skipped.v1"
    /// Data: `Unsubscribed`.
    package static let unsubscribed = "crm.notifications.unsubscribed.v1"
}

/// How it ended with one message.
package struct MailOutcome: Shape, JSONWritable, Hashable {
    package static let shapeName = "MailOutcome"

    package let mailID: MailID
    /// What the message is for, once and for all: one intent, at most one message.
    package let intent: String
    package let kind: String
    package let accountID: ID?
    package let orderID: ID?
    package let subject: String
    package let at: Timestamp
    package let reason: String?
    /// The address, where the mail server said for good that it takes no mail; no other outcome tells an address.
    package let refusedAddress: String?

    package init(
        mailID: MailID, intent: String, kind: String, accountID: ID?, orderID: ID?, subject: String, at: Timestamp,
        reason: String?, refusedAddress: String? = nil
    ) {
        (self.mailID, self.intent, self.kind, self.accountID) = (mailID, intent, kind, accountID)
        (self.orderID, self.subject, self.at, self.reason) = (orderID, subject, at, reason)
        self.refusedAddress = refusedAddress
    }

    package init(_ fields: inout ShapeReader) {
        mailID = MailID(fields.id("mailID"))
        intent = fields.text("intent")
        kind = fields.choice("kind", among: MailResource.kinds)
        accountID = fields.optionalID("accountID")
        orderID = fields.optionalID("orderID")
        subject = fields.text("subject")
        at = fields.time("at")
        reason = fields.optionalText("reason")
        refusedAddress = fields.optionalText(
            "refusedAddress", length: 1...320, "The address, where the mail server said for good that it takes no mail.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("mailID", mailID.id)
            writer.field("intent", intent)
            writer.field("kind", kind)
            writer.field("accountID", accountID)
            writer.field("orderID", orderID)
            writer.field("subject", subject)
            writer.field("at", at)
            writer.field("reason", reason)
            writer.field("refusedAddress", refusedAddress)
        }
    }
}

/// A customer wants no more messages of a purpose.
package struct Unsubscribed: Shape, JSONWritable, Hashable {
    package static let shapeName = "Unsubscribed"

    package let accountID: ID
    package let email: String
    /// `new-products`, `news` or `order-updates`.
    package let purpose: String
    package let channel: String
    package let at: Timestamp

    package init(accountID: ID, email: String, purpose: String, channel: String, at: Timestamp) {
        (self.accountID, self.email, self.purpose, self.channel, self.at) = (accountID, email, purpose, channel, at)
    }

    package init(_ fields: inout ShapeReader) {
        accountID = fields.id("accountID")
        email = fields.text("email")
        purpose = fields.text("purpose", "new-products, news or order-updates.")
        channel = fields.text("channel")
        at = fields.time("at")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("email", email)
            writer.field("purpose", purpose)
            writer.field("channel", channel)
            writer.field("at", at)
        }
    }
}
