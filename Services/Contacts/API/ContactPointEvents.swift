package import Core
package import JSON

/// An address or number of an account was verified.
package struct ContactPointVerified: Shape, JSONWritable, Hashable {
    package static let shapeName = "ContactPointVerified"

    package let accountID: AccountID
    /// `email` or `phone`.
    package let kind: String
    /// What is compared: the address in lower case, the number in E.164.
    package let value: String
    /// For people to read.
    package let text: String
    package let verification: VerificationResource
    package let version: Int64

    package init(
        accountID: AccountID, kind: String, value: String, text: String, verification: VerificationResource, version: Int64
    ) {
        (self.accountID, self.kind, self.value, self.text) = (accountID, kind, value, text)
        (self.verification, self.version) = (verification, version)
    }

    /// Its members stand beside the others, so that every event about a contact point says `at` and `by` in one place.
    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        kind = fields.choice("kind", among: ContactsEvents.contactPointKinds)
        value = fields.text("value", "The address in lower case, the number in E.164.")
        text = fields.text("text", "For people to read.")
        version = fields.integer("version", in: 0...Int64.max)
        guard let verification = VerificationResource(&fields) else { return nil }
        self.verification = verification
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("kind", kind)
            writer.field("value", value)
            writer.field("text", text)
            writer.field("at", verification.at)
            writer.field("basis", verification.basis)
            writer.field("by", verification.by)
            writer.field("version", version)
        }
    }
}

/// An address or number of an account counts as verified no more.
package struct ContactPointUnverified: Shape, JSONWritable, Hashable {
    package static let shapeName = "ContactPointUnverified"

    package let accountID: AccountID
    /// `email` or `phone`.
    package let kind: String
    /// What is compared: the address in lower case, the number in E.164.
    package let value: String
    /// For people to read.
    package let text: String
    package let at: Timestamp
    package let by: ActorResource
    /// What the mail server said; absent where a person took it back.
    package let reason: String?
    /// The event that it comes from; absent where a person took it back.
    package let cause: Cause?
    package let version: Int64

    package struct Cause: Shape, JSONWritable, Hashable {
        package static let shapeName = "ContactPointCause"

        package let eventSource: String
        package let eventID: String

        package init(eventSource: String, eventID: String) {
            (self.eventSource, self.eventID) = (eventSource, eventID)
        }

        package init(_ fields: inout ShapeReader) {
            eventSource = fields.text("eventSource")
            eventID = fields.text("eventID")
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("eventSource", eventSource)
                writer.field("eventID", eventID)
            }
        }
    }

    package init(
        accountID: AccountID, kind: String, value: String, text: String, at: Timestamp, by: ActorResource, reason: String?,
        cause: Cause?, version: Int64
    ) {
        (self.accountID, self.kind, self.value, self.text) = (accountID, kind, value, text)
        (self.at, self.by, self.reason, self.cause, self.version) = (at, by, reason, cause, version)
    }

    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        kind = fields.choice("kind", among: ContactsEvents.contactPointKinds)
        value = fields.text("value", "The address in lower case, the number in E.164.")
        text = fields.text("text", "For people to read.")
        at = fields.time("at")
        reason = fields.optionalText("reason", "What the mail server said; absent where a person took it back.")
        cause = fields.optionalObject("cause", Cause.self, "The event that it comes from.")
        version = fields.integer("version", in: 0...Int64.max)
        guard let by = fields.object("by", ActorResource.self) else { return nil }
        self.by = by
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("kind", kind)
            writer.field("value", value)
            writer.field("text", text)
            writer.field("at", at)
            writer.field("by", by)
            writer.field("reason", reason)
            writer.field("cause", cause)
            writer.field("version", version)
        }
    }
}
