package import Core
package import JSON

/// An account belongs to somebody else, or waits in a queue.
package struct AccountOwnerChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountOwnerChanged"

    package let accountID: AccountID
    /// What it is called; absent in events from before this was told.
    package let name: String?
    package let from: HolderResource
    package let to: HolderResource
    package let way: OwnershipWay
    package let reason: String?
    package let at: Timestamp
    package let by: ActorResource
    package let reassignmentID: ID?
    package let version: Int64

    package init(
        accountID: AccountID, name: String?, from: HolderResource, to: HolderResource, way: OwnershipWay, reason: String?,
        at: Timestamp,
        by: ActorResource, reassignmentID: ID?, version: Int64
    ) {
        (self.accountID, self.name) = (accountID, name)
        (self.from, self.to, self.way, self.reason) = (from, to, way, reason)
        (self.at, self.by, self.reassignmentID, self.version) = (at, by, reassignmentID, version)
    }

    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        name = fields.optionalText("name", "What it is called.")
        let from = fields.object("from", HolderResource.self)
        let to = fields.object("to", HolderResource.self)
        way = fields.ownershipWay()
        reason = fields.optionalText("reason")
        at = fields.time("at")
        let by = fields.object("by", ActorResource.self, "Who decided it.")
        reassignmentID = fields.optionalID("reassignmentID")
        version = fields.integer("version", in: 0...Int64.max)
        guard let from, let to, let by else { return nil }
        (self.from, self.to, self.by) = (from, to, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("name", name)
            writer.field("from", from)
            writer.field("to", to)
            writer.field("how", way.rawValue)
            writer.field("reason", reason)
            writer.field("at", at)
            writer.field("by", by)
            writer.field("reassignmentID", reassignmentID)
            writer.field("version", version)
        }
    }
}
