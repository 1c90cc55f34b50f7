package import Core
package import JSON

/// A user, or a unit with all below it.
package struct PrincipalResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Principal"

    /// One of both.
    package let userID: ID?
    package let unitID: ID?
    package let name: String?

    package init(userID: ID?, unitID: ID?, name: String?) {
        (self.userID, self.unitID, self.name) = (userID, unitID, name)
    }

    package init(_ fields: inout ShapeReader) {
        userID = fields.optionalID("userID", "A user; or unitID.")
        unitID = fields.optionalID("unitID", "A unit with all below it; or userID.")
        name = fields.optionalText("name", "For people to read.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("unitID", unitID)
            writer.field("name", name)
        }
    }
}

/// What somebody is let in to.
package enum SharedAccess: String, Sendable, CaseIterable {
    case view, change
}

extension ShapeReader {
    mutating func sharedAccess(_ doc: String = "Whether more than viewing is shared.") -> SharedAccess {
        SharedAccess(rawValue: choice("access", among: SharedAccess.allCases.map(\.rawValue), doc)) ?? .view
    }

    /// One of both.
    mutating func userOrUnit(_ unit: String) -> (userID: ID?, unitID: ID?) {
        let (userID, unitID) = (optionalID("userID", "A user; or unitID."), optionalID("unitID", unit))
        if (userID == nil) == (unitID == nil) { fault(code: "missing", detail: "Needs either userID or unitID.") }
        return (userID, unitID)
    }

    /// From when and until when somebody is let in.
    mutating func span() -> (from: Timestamp?, until: Timestamp?) {
        let from = optionalTime("from", "When it begins; at once when absent.")
        let until = optionalTime("until", "When it ends; when absent, not before it is taken back.")
        if let until, let from, until <= from {
            fault(at: "until", code: "out-of-range", detail: "Must be after from.")
        }
        return (from, until)
    }
}

/// Whom to let in on an account.
package struct ShareRequest: Shape, Hashable {
    package static let shapeName = "ShareRequest"

    package let userID: ID?
    package let unitID: ID?
    package let access: SharedAccess
    package let from: Timestamp?
    package let until: Timestamp?
    package let reason: String?

    package init(_ fields: inout ShapeReader) {
        (userID, unitID) = fields.userOrUnit("A unit with all below it; or userID.")
        access = fields.sharedAccess()
        (from, until) = fields.span()
        reason = fields.optionalText("reason", length: 1...500)
    }
}

/// Who works with the client, beside its owner.
package struct TeamMemberRequest: Shape, Hashable {
    package static let shapeName = "TeamMemberRequest"
    /// An observer only views.
    package static let roles = ["manager", "presales", "delivery", "support", "finance", "observer"]

    package let userID: ID
    package let role: String
    package let from: Timestamp?
    package let until: Timestamp?

    package init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        role = fields.choice("role", among: Self.roles, "What the member does; an observer only views, the others change.")
        (from, until) = fields.span()
    }
}

/// Somebody who was let in on an account: by sharing, or as a member of its team.
package struct ShareResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Share"

    package let id: ID
    package let accountID: AccountID
    package let principal: PrincipalResource
    /// Of a member of the team; absent for who is not in the team.
    package let role: String?
    package let access: SharedAccess
    package let from: Timestamp?
    package let until: Timestamp?
    package let reason: String?
    /// The request that it answers.
    package let requestID: ID?
    package let by: ActorResource
    package let createdAt: Timestamp

    package init(
        id: ID, accountID: AccountID, principal: PrincipalResource, role: String?, access: SharedAccess, from: Timestamp?,
        until: Timestamp?, reason: String?, requestID: ID?, by: ActorResource, createdAt: Timestamp
    ) {
        (self.id, self.accountID, self.principal, self.role, self.access) = (id, accountID, principal, role, access)
        (self.from, self.until, self.reason, self.requestID) = (from, until, reason, requestID)
        (self.by, self.createdAt) = (by, createdAt)
    }

    package init?(_ fields: inout ShapeReader) {
        id = fields.id("id")
        accountID = AccountID(fields.id("accountID"))
        let principal = fields.object("principal", PrincipalResource.self)
        role = fields.optionalChoice("role", among: TeamMemberRequest.roles, "Absent for who is not in the team.")
        access = fields.sharedAccess()
        (from, until) = fields.span()
        reason = fields.optionalText("reason")
        requestID = fields.optionalID("requestID", "The request for access that it answers.")
        let by = fields.object("by", ActorResource.self, "Who let them in.")
        createdAt = fields.time("createdAt")
        guard let principal, let by else { return nil }
        (self.principal, self.by) = (principal, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("accountID", accountID)
            writer.field("principal", principal)
            writer.field("role", role)
            writer.field("access", access.rawValue)
            writer.field("from", from)
            writer.field("until", until)
            writer.field("reason", reason)
            writer.field("requestID", requestID)
            writer.field("by", by)
            writer.field("createdAt", createdAt)
        }
    }
}
