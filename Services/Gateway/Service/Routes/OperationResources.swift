import JSON
import ServiceKit

/// How all services are.
struct OperationsResource: Shape, JSONWritable {
    static let shapeName = "Operations"
    let services: [ServiceStatus]
    let gaps: [Gap]

    init(_ overview: ComposeOperations.Overview) {
        (services, gaps) = (overview.services, overview.gaps)
    }

    init(_ fields: inout ShapeReader) {
        services = fields.objects("services", ServiceStatus.self, count: 0...20)
        gaps = fields.gaps("Services that did not answer.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("services", array: services)
            writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
        }
    }
}

/// A page of the jobs of all services.
struct JobPageResource: Shape, JSONWritable {
    static let shapeName = "JobPage"
    let items: [JobResource]
    let next: String?
    let gaps: [Gap]

    init(items: [JobResource], next: String?, gaps: [Gap]) {
        (self.items, self.next, self.gaps) = (items, next, gaps)
    }

    init(_ fields: inout ShapeReader) {
        items = fields.objects("items", JobResource.self, count: 0...200)
        next = fields.optionalText("next", length: 1...1000, "The cursor of the next page; nothing on the last.")
        gaps = fields.gaps("Services that did not answer: their jobs are missing here.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("items", array: items)
            writer.field("next", next)
            writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
        }
    }
}

/// A page of the parked events of all services.
struct ParkedEventPageResource: Shape, JSONWritable {
    static let shapeName = "ParkedEventPage"
    let items: [ParkedEventResource]
    let next: String?
    let gaps: [Gap]

    init(items: [ParkedEventResource], next: String?, gaps: [Gap]) {
        (self.items, self.next, self.gaps) = (items, next, gaps)
    }

    init(_ fields: inout ShapeReader) {
        items = fields.objects("items", ParkedEventResource.self, count: 0...200)
        next = fields.optionalText("next", length: 1...1000, "The cursor of the next page; nothing on the last.")
        gaps = fields.gaps("Services that did not answer: their events are missing here.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("items", array: items)
            writer.field("next", next)
            writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
        }
    }
}

extension ShapeReader {
    fileprivate mutating func gaps(_ documentation: String) -> [Gap] {
        objects("gaps", CardResource.GapResource.self, count: 0...20, documentation).map(\.gap)
    }
}
