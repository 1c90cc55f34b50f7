package import Core
package import JSON

/// Which queue a new client waits in. What is not said matches anything.
package struct QueueRuleResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "QueueRule"

    /// The shop; a prefix ends in `*`.
    package let source: String?
    package let kind: String?
    /// ISO 3166-1 alpha-2, of the delivery, or of the bill where nothing is delivered.
    package let country: String?
    package let unitID: ID

    package init(source: String?, kind: String?, country: String?, unitID: ID) {
        (self.source, self.kind, self.country, self.unitID) = (source, kind, country, unitID)
    }

    package init(_ fields: inout ShapeReader) {
        source = fields.optionalText("source", length: 1...300, "The shop; a prefix ends in *.")
        kind = fields.optionalChoice("kind", among: AccountResource.kinds)
        country = fields.optionalText("country", length: 2...2, "ISO 3166-1 alpha-2, of the delivery.")
        unitID = fields.id("unitID", "The unit whose queue it is.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("source", source)
            writer.field("kind", kind)
            writer.field("country", country)
            writer.field("unitID", unitID)
        }
    }
}

/// All rules; the first that matches counts. Where none does, a new client waits in the queue of the unit at the top.
package struct QueueRulesResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "QueueRules"

    package let rules: [QueueRuleResource]
    /// Of the whole list; absent where it is written.
    package let version: Int64?

    package init(rules: [QueueRuleResource], version: Int64? = nil) { (self.rules, self.version) = (rules, version) }

    package init(_ fields: inout ShapeReader) {
        rules = fields.objects("rules", QueueRuleResource.self, count: 0...200, "The first that matches counts.")
        version = fields.optionalInteger("version", in: 0...Int64.max, "Rises with each change; also the ETag.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("rules", array: rules)
            writer.field("version", version)
        }
    }
}
