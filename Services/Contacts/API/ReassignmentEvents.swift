package import Core
package import JSON

/// A reassignment came to its end, or was undone; each account of it was told for itself.
package struct ReassignmentFinished: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentFinished"

    package let reassignmentID: ID
    package let state: ReassignmentState
    package let userID: ID?
    /// That the user is to be let in no more: it was asked for, and nothing is left with him.
    package let deactivates: Bool
    /// Who is to stand in for others where that user does.
    package let deputiesTo: ID?
    package let counts: ReassignmentCounts
    package let at: Timestamp
    package let by: ActorResource

    package init(
        reassignmentID: ID, state: ReassignmentState, userID: ID?, deactivates: Bool, deputiesTo: ID? = nil,
        counts: ReassignmentCounts, at: Timestamp, by: ActorResource
    ) {
        (self.reassignmentID, self.state, self.userID) = (reassignmentID, state, userID)
        (self.deactivates, self.deputiesTo) = (deactivates, deputiesTo)
        (self.counts, self.at, self.by) = (counts, at, by)
    }

    package init?(_ fields: inout ShapeReader) {
        reassignmentID = fields.id("reassignmentID")
        state = ReassignmentState(rawValue: fields.choice("state", among: ["done", "undone"])) ?? .done
        userID = fields.optionalID("userID", "Who leaves; absent for what is no off-boarding.")
        deactivates = fields.boolean("deactivates", "The user is to be let in no more: nothing is left with him.")
        deputiesTo = fields.optionalID("deputiesTo", "Who is to stand in for absent people where the user does.")
        let counts = fields.object("counts", ReassignmentCounts.self)
        at = fields.time("at")
        let by = fields.object("by", ActorResource.self)
        guard let counts, let by else { return nil }
        (self.counts, self.by) = (counts, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("reassignmentID", reassignmentID)
            writer.field("state", state.rawValue)
            writer.field("userID", userID)
            writer.field("deactivates", deactivates)
            writer.field("deputiesTo", deputiesTo)
            writer.field("counts", counts)
            writer.field("at", at)
            writer.field("by", by)
        }
    }
}
