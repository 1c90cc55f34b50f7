package import Core
package import JSON

/// Two accounts that one order named together: it may be one customer. Nothing is merged by itself.
package struct SuspectedDuplicateResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "SuspectedDuplicate"

    package struct Side: Shape, JSONWritable, Hashable {
        package static let shapeName = "SuspectedDuplicateSide"

        package let account: AccountID
        package let name: String
        /// The identity that led to this account: `shop-id`, `tax-id`, `email`, `phone`.
        package let matchedBy: String

        package init(account: AccountID, name: String, matchedBy: String) {
            (self.account, self.name, self.matchedBy) = (account, name, matchedBy)
        }

        package init(_ fields: inout ShapeReader) {
            account = AccountID(fields.id("account"))
            name = fields.text("name")
            matchedBy = fields.text("matchedBy", "shop-id, tax-id, email or phone.")
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("account", account)
                writer.field("name", name)
                writer.field("matchedBy", matchedBy)
            }
        }
    }

    package let id: ID
    /// The account that the order went to.
    package let chosen: Side
    package let other: Side
    /// The order that first named both; absent for those who may not see it.
    package let source: String?
    package let number: String?
    /// How many orders named both.
    package let times: Int64
    package let foundAt: Timestamp

    package init(id: ID, chosen: Side, other: Side, source: String?, number: String?, times: Int64, foundAt: Timestamp) {
        (self.id, self.chosen, self.other, self.source) = (id, chosen, other, source)
        (self.number, self.times, self.foundAt) = (number, times, foundAt)
    }

    package init?(_ fields: inout ShapeReader) {
        id = fields.id("id")
        let chosen = fields.object("chosen", Side.self, "The account that the order went to.")
        let other = fields.object("other", Side.self)
        source = fields.optionalText(
            "source", "The shop of the order that first named both; absent for those who may not see it.")
        number = fields.optionalText("number", "That order's number.")
        times = fields.integer("times", in: 1...Int64.max, "How many orders named both.")
        foundAt = fields.time("foundAt")
        guard let chosen, let other else { return nil }
        (self.chosen, self.other) = (chosen, other)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("chosen", chosen)
            writer.field("other", other)
            writer.field("source", source)
            writer.field("number", number)
            writer.field("times", times)
            writer.field("foundAt", foundAt)
        }
    }
}
