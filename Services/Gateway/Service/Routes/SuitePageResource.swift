import Audit
import JSON
import ServiceKit

/// What all services have some of, and the gateway shows as one list.
protocol ListedOfSuite: Shape, JSONWritable {
    /// Of a page of them.
    static var pageName: String { get }
}

/// A page of what all services have. The items of a service that does not answer are missing, and it is named.
struct SuitePageResource<Item: ListedOfSuite>: Shape, JSONWritable {
    static var shapeName: String { Item.pageName }

    let items: [Item]
    let next: String?
    let gaps: [Gap]

    init(items: [Item], next: String?, gaps: [Gap]) {
        (self.items, self.next, self.gaps) = (items, next, gaps)
    }

    init(_ fields: inout ShapeReader) {
        items = fields.objects("items", Item.self, count: 0...200)
        next = fields.optionalText("next", length: 1...1000, "The cursor of the next page; nothing on the last.")
        gaps = fields.objects(
            "gaps", CardResource.GapResource.self, count: 0...20, "Services that did not answer: what they have is missing here."
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

extension AuditEntryResource: ListedOfSuite {
    static var pageName: String { "AuditPage" }
}

extension JobResource: ListedOfSuite {
    static var pageName: String { "JobPage" }
}

extension ParkedEventResource: ListedOfSuite {
    static var pageName: String { "ParkedEventPage" }
}
