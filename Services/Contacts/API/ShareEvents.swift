package import Core
package import JSON

/// Somebody was let in on an account or is no longer.
package struct AccountShareChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountShareChanged"

    package let accountID: AccountID
    package let share: ShareResource
    package let at: Timestamp
    /// Who let them in, or took it back.
    package let by: ActorResource
    package let version: Int64

    package init(accountID: AccountID, share: ShareResource, at: Timestamp, by: ActorResource, version: Int64) {
        (self.accountID, self.share, self.at, self.by, self.version) = (accountID, share, at, by, version)
    }

    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        let share = fields.object("share", ShareResource.self)
        at = fields.time("at")
        let by = fields.object("by", ActorResource.self, "Who let them in, or took it back.")
        version = fields.integer("version", in: 0...Int64.max)
        guard let share, let by else { return nil }
        (self.share, self.by) = (share, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("share", share)
            writer.field("at", at)
            writer.field("by", by)
            writer.field("version", version)
        }
    }
}

/// Somebody asked for access to an account, or was answered: the request as it stands after the event.
package struct AccessRequestChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccessRequestChanged"

    package let accountID: AccountID
    package let request: AccessRequestResource
    /// Who owns the account, and so decides; absent while it waits in a queue.
    package let ownerID: ID?
    package let at: Timestamp
    package let by: ActorResource

    package init(accountID: AccountID, request: AccessRequestResource, ownerID: ID?, at: Timestamp, by: ActorResource) {
        (self.accountID, self.request, self.ownerID, self.at, self.by) = (accountID, request, ownerID, at, by)
    }

    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        let request = fields.object("request", AccessRequestResource.self)
        ownerID = fields.optionalID("ownerID", "Who owns the account, and so decides.")
        at = fields.time("at")
        let by = fields.object("by", ActorResource.self, "Who asked, or answered.")
        guard let request, let by else { return nil }
        (self.request, self.by) = (request, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("request", request)
            writer.field("ownerID", ownerID)
            writer.field("at", at)
            writer.field("by", by)
        }
    }
}
