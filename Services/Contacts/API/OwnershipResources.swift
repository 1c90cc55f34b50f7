package import Core
package import JSON

/// Where an account belongs: to a user who works in a unit, or to a unit's queue. Names are those of the moment.
package struct HolderResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountHolder"

    /// `nil` for a queue.
    package let userID: ID?
    package let userName: String?
    package let unitID: ID
    package let unitName: String?

    package init(userID: ID?, userName: String?, unitID: ID, unitName: String?) {
        (self.userID, self.userName, self.unitID, self.unitName) = (userID, userName, unitID, unitName)
    }

    package init(_ fields: inout ShapeReader) {
        userID = fields.optionalID("userID", "The owner; absent while it waits in a queue.")
        userName = fields.optionalText("userName", "For people to read.")
        unitID = fields.id("unitID", "The owner's unit, or the one whose queue it waits in.")
        unitName = fields.optionalText("unitName", "For people to read.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("userName", userName)
            writer.field("unitID", unitID)
            writer.field("unitName", unitName)
        }
    }
}

/// How an account came to belong somewhere.
package enum OwnershipWay: String, Sendable, CaseIterable {
    /// Into a queue, when the client was met first.
    case intake
    case assigned
    /// Taken from a queue.
    case claimed
    /// Back into the queue, as nothing happened with it for too long.
    case idle
    /// With others, by one reassignment, whose undoing is `undone`.
    case reassigned, undone
}

/// To whom an account belongs or belonged, since when and why.
package struct OwnershipResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountOwnership"

    package let holder: HolderResource
    package let from: Timestamp
    package let until: Timestamp?
    package let way: OwnershipWay
    package let reason: String?
    package let by: ActorResource
    package let reassignmentID: ID?

    package init(
        holder: HolderResource, from: Timestamp, until: Timestamp?, way: OwnershipWay, reason: String?, by: ActorResource,
        reassignmentID: ID?
    ) {
        (self.holder, self.from, self.until, self.way) = (holder, from, until, way)
        (self.reason, self.by, self.reassignmentID) = (reason, by, reassignmentID)
    }

    package init?(_ fields: inout ShapeReader) {
        let holder = fields.object("holder", HolderResource.self)
        from = fields.time("from")
        until = fields.optionalTime("until", "Absent for the present one.")
        way = fields.ownershipWay()
        reason = fields.optionalText("reason")
        let by = fields.object("by", ActorResource.self, "Who decided it.")
        reassignmentID = fields.optionalID("reassignmentID", "The reassignment that moved it with others.")
        guard let holder, let by else { return nil }
        (self.holder, self.by) = (holder, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("holder", holder)
            writer.field("from", from)
            writer.field("until", until)
            writer.field("how", way.rawValue)
            writer.field("reason", reason)
            writer.field("by", by)
            writer.field("reassignmentID", reassignmentID)
        }
    }
}

extension ShapeReader {
    mutating func ownershipWay() -> OwnershipWay {
        let text = choice(
            "how", among: OwnershipWay.allCases.map(\.rawValue),
            "intake: into a queue when the client was met first; claimed: taken from a queue; idle: back into the queue.")
        return OwnershipWay(rawValue: text) ?? .intake
    }
}

/// To whom an account is to belong.
package struct OwnerRequest: Shape, Hashable {
    package static let shapeName = "OwnerRequest"

    package let userID: ID?
    /// The unit whose queue it is to wait in.
    package let unitID: ID?
    package let reason: String

    package init(_ fields: inout ShapeReader) {
        (userID, unitID) = fields.userOrUnit("The unit whose queue it is to wait in; or userID.")
        reason = fields.text("reason", length: 1...500, "Why; it stands in the client's history.")
    }
}
