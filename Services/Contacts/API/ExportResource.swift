package import Core
package import JSON

package enum ExportState: String, Sendable, CaseIterable {
    case running, complete
    /// The reader went away, or something failed; what had gone by then is gone.
    case cutShort = "cut-short"
}

/// Customers that left: to whom, when, by which filter, and how many. Each line of the file names the export's id, which leads here.
package struct ExportResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Export"

    package let id: ID
    package let by: ActorResource
    /// The user, also where a token of his asked.
    package let userID: ID?
    package let content: ExportContent
    /// The line behind which it went on.
    package let after: AccountID?
    package let leaving: Int64
    package let seen: Int64
    /// While it runs, those that are to go.
    package let rows: Int64
    package let state: ExportState
    package let beganAt: Timestamp
    package let endedAt: Timestamp?
    /// Where it was approved.
    package let requestID: ID?

    package init(
        id: ID, by: ActorResource, userID: ID?, content: ExportContent, after: AccountID?, leaving: Int64, seen: Int64,
        rows: Int64, state: ExportState, beganAt: Timestamp, endedAt: Timestamp?, requestID: ID?
    ) {
        (self.id, self.by, self.userID, self.content, self.after) = (id, by, userID, content, after)
        (self.leaving, self.seen, self.rows, self.state) = (leaving, seen, rows, state)
        (self.beganAt, self.endedAt, self.requestID) = (beganAt, endedAt, requestID)
    }

    package init?(_ fields: inout ShapeReader) {
        id = fields.id("id", "As in each line of the file, and in its name.")
        let by = fields.object("by", ActorResource.self)
        userID = fields.optionalID("userID", "The user, also where a token of his asked.")
        content = fields.exportContent()
        after = fields.optionalID("after", "The customer behind whose line it went on.").map { AccountID($0) }
        leaving = fields.integer("leaving", in: 0...Int64.max, "How many it was of when it began.")
        seen = fields.integer("seen", in: 0...Int64.max, "Of how many that were seen.")
        rows = fields.integer("rows", in: 0...Int64.max, "How many went; while it runs, how many are to.")
        state = ExportState(rawValue: fields.choice("state", among: ExportState.allCases.map(\.rawValue))) ?? .running
        beganAt = fields.time("beganAt")
        endedAt = fields.optionalTime("endedAt")
        requestID = fields.optionalID("requestID", "The request by which it was approved.")
        guard let by else { return nil }
        self.by = by
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("by", by)
            writer.field("userID", userID)
            writer.fields(of: content)
            writer.field("after", after)
            writer.field("leaving", leaving)
            writer.field("seen", seen)
            writer.field("rows", rows)
            writer.field("state", state.rawValue)
            writer.field("beganAt", beganAt)
            writer.field("endedAt", endedAt)
            writer.field("requestID", requestID)
        }
    }
}
