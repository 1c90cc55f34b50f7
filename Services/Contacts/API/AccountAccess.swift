package import Core
package import JSON

/// Whose an account is and who was let in, as told to the services whose rows hang on it.
package struct AccountAccess: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountAccess"

    package let facts: RecordFacts

    /// An account that nothing is told of is of the root's queue.
    package static let unassigned = AccountAccess(RecordFacts(owner: nil, unit: UnitTree.root))

    package init(_ facts: RecordFacts) { self.facts = facts }

    package init(_ fields: inout ShapeReader) {
        let owner = fields.optionalID("ownerID", "The user; absent while it waits in a queue.")
        let unit = fields.id("unitID", "The owner's unit, or the one whose queue it waits in.")
        let shares = fields.objects("shares", AccountShare.self, count: 0...10_000, "By sharing and by the client's team.")
        facts = RecordFacts(owner: owner, unit: unit, shares: shares.map(\.share))
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("ownerID", facts.owner)
            writer.field("unitID", facts.unit ?? UnitTree.root)
            writer.field("shares", array: facts.shares.map { AccountShare($0) })
        }
    }
}

/// One who was let in.
package struct AccountShare: Shape, JSONWritable, Hashable {
    package static let shapeName = "AccountShare"

    package let share: RecordFacts.Share

    package init(_ share: RecordFacts.Share) { self.share = share }

    package init(_ fields: inout ShapeReader) {
        share = RecordFacts.Share(
            principal: fields.id("principalID", "A user, or a unit with all below it."),
            mayChange: fields.boolean("mayChange"), from: fields.optionalTime("from"), until: fields.optionalTime("until"))
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("principalID", share.principal)
            writer.field("mayChange", share.mayChange)
            writer.field("from", share.from)
            writer.field("until", share.until)
        }
    }
}
