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
        gaps = fields.objects("gaps", CardResource.GapResource.self, count: 0...20, "Services that did not answer.").map(\.gap)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("services", array: services)
            writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
        }
    }
}
