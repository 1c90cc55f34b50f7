import Audit
import JSON

/// A page of the audit of all services.
struct AuditPageResource: Shape, JSONWritable {
    static let shapeName = "AuditPage"
    let items: [AuditEntryResource]
    let next: String?
    let gaps: [Gap]

    init(_ part: ComposeAudit.Part) {
        (items, next, gaps) = (part.items, part.next, part.gaps)
    }

    init(_ fields: inout ShapeReader) {
        items = fields.objects("items", AuditEntryResource.self, count: 0...200)
        next = fields.optionalText("next", length: 1...1000, "The cursor of the next page; nothing on the last.")
        gaps = fields.objects(
            "gaps", CardResource.GapResource.self, count: 0...20, "Services that did not answer: their lines are missing here."
        ).map(\.gap)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("items", array: items)
            writer.field("next", next)
            writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
        }
    }
}
