package import Core
package import JSON

/// That somebody who sees no more than name and owner of a customer wants to see it.
package struct AccessRequestRequest: Shape, Hashable {
    package static let shapeName = "AccessRequestRequest"

    package let access: SharedAccess
    package let reason: String

    package init(_ fields: inout ShapeReader) {
        access = fields.sharedAccess("What is wanted.")
        reason = fields.text("reason", length: 1...500, "Why; it is what the owner decides by.")
    }
}

/// Yes, until then.
package struct AccessApproval: Shape, Hashable {
    package static let shapeName = "AccessApproval"

    /// What was asked for when absent.
    package let access: SharedAccess?
    package let until: Timestamp

    package init(_ fields: inout ShapeReader) {
        access = fields.optionalChoice(
            "access", among: SharedAccess.allCases.map(\.rawValue), "What is given; what was asked for when absent."
        ).flatMap { SharedAccess(rawValue: $0) }
        until = fields.time("until", "When it ends: in the future, at most 366 days away.")
    }
}

/// A request for access, and how it was answered.
package struct AccessRequestResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccessRequest"

    package let id: ID
    package let accountID: AccountID
    package let accountName: String
    package let requesterID: ID
    package let requesterName: String
    package let access: SharedAccess
    package let reason: String
    package let course: RequestCourse

    package init(
        id: ID, accountID: AccountID, accountName: String, requesterID: ID, requesterName: String, access: SharedAccess,
        reason: String, course: RequestCourse
    ) {
        (self.id, self.accountID, self.accountName) = (id, accountID, accountName)
        (self.requesterID, self.requesterName, self.access) = (requesterID, requesterName, access)
        (self.reason, self.course) = (reason, course)
    }

    package init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        accountID = AccountID(fields.id("accountID"))
        accountName = fields.text("accountName")
        requesterID = fields.id("requesterID")
        requesterName = fields.text("requesterName")
        access = fields.sharedAccess("What is wanted, and once approved, what was given.")
        reason = fields.text("reason")
        course = fields.requestCourse(until: "Until when access was given.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("accountID", accountID)
            writer.field("accountName", accountName)
            writer.field("requesterID", requesterID)
            writer.field("requesterName", requesterName)
            writer.field("access", access.rawValue)
            writer.field("reason", reason)
            writer.fields(of: course)
        }
    }
}
