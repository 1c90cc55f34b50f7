package import Core
package import JSON

/// A change as its follower is told of it.
package struct ChangeResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Change"
    package static let gone = "gone"

    package let type: String
    package let id: ID
    package let customer: ID?
    package let version: Int64?
    package let at: Timestamp?
    package let actor: String?
    /// As it stands now: JSON.
    package let record: [UInt8]?

    package init(
        _ type: String, id: ID, customer: ID?, version: Int64? = nil, at: Timestamp? = nil, actor: String? = nil,
        record: [UInt8]? = nil
    ) {
        (self.type, self.id, self.customer, self.version) = (type, id, customer, version)
        (self.at, self.actor, self.record) = (at, actor, record)
    }

    package init(_ fields: inout ShapeReader) {
        type = fields.text("type", "What changed, such as account.changed; gone: you could see the record and can no longer.")
        id = fields.id("id", "The record's; of an entry of a history, the customer's whose history it is.")
        customer = fields.optionalID("customer", "The account that the record belongs to.")
        version = fields.optionalInteger("version", in: 0...Int64.max, "That the record had by this change.")
        at = fields.optionalTime("at", "When it was noted.")
        actor = fields.optionalText("actor", "Who did it, where that may be seen: person:…, token:…, service:….")
        record = fields.any("record", "The record as it stands now, once on a page: with its last change there.")?.json()
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", type)
            writer.field("id", id)
            writer.field("customer", customer)
            writer.field("version", version)
            writer.field("at", at)
            writer.field("actor", actor)
            if let record {
                writer.key("record")
                writer.raw(record)
            }
        }
    }
}

/// Changes, and where to go on.
package struct ChangesResource: Shape, JSONWritable, Hashable, AuditedRecord {
    package static let shapeName = "Changes"

    package let items: [ChangeResource]
    package let next: String
    package let hasMore: Bool

    package init(items: [ChangeResource], next: String, hasMore: Bool) {
        (self.items, self.next, self.hasMore) = (items, next, hasMore)
    }

    package init(_ fields: inout ShapeReader) {
        items = fields.objects("items", ChangeResource.self, count: 0...200, "In the order in which they became visible.")
        next = fields.text("next", "What to give as `after` next time.")
        hasMore = fields.boolean("more", "Whether to ask again at once.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("items", array: items)
            writer.field("next", next)
            writer.field("more", hasMore)
        }
    }

    package var auditIDs: [String] { items.map(\.id.description) }
}
