package import JSON

/// Which campaign brought the order, by the parameters that shops know as `utm_…`.
package struct OrderCampaign: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderCampaign"

    package let source: String?
    package let medium: String?
    package let campaign: String?
    package let term: String?
    package let content: String?

    package init(_ fields: inout ShapeReader) {
        source = fields.optionalFilledText("source")
        medium = fields.optionalFilledText("medium")
        campaign = fields.optionalFilledText("campaign")
        term = fields.optionalFilledText("term")
        content = fields.optionalFilledText("content")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("source", source)
            writer.field("medium", medium)
            writer.field("campaign", campaign)
            writer.field("term", term)
            writer.field("content", content)
        }
    }
}
