package import Core
package import JSON

/// An export of so many customers that somebody else has to approve it.
package struct ExportRequestRequest: Shape, Hashable {
    package static let shapeName = "ExportRequestRequest"

    package let content: ExportContent
    package let reason: String

    package init(_ fields: inout ShapeReader) {
        content = fields.exportContent()
        reason = fields.text("reason", length: 1...500, "What for; it is what is decided by.")
    }
}

/// A request for a large export, and how it was answered.
package struct ExportRequestResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "ExportRequest"

    package let id: ID
    package let requesterID: ID
    package let requesterName: String
    package let content: ExportContent
    package let reason: String
    /// How many customers it would have been when it was asked for, of how many that the asker saw.
    package let leaving: Int64
    package let seen: Int64
    package let course: RequestCourse

    package init(
        id: ID, requesterID: ID, requesterName: String, content: ExportContent, reason: String, leaving: Int64, seen: Int64,
        course: RequestCourse
    ) {
        (self.id, self.requesterID, self.requesterName) = (id, requesterID, requesterName)
        (self.content, self.reason, self.leaving, self.seen) = (content, reason, leaving, seen)
        self.course = course
    }

    package init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        requesterID = fields.id("requesterID")
        requesterName = fields.text("requesterName")
        content = fields.exportContent()
        reason = fields.text("reason")
        leaving = fields.integer("leaving", in: 0...Int64.max, "How many customers it would have been when it was asked for.")
        seen = fields.integer("seen", in: 0...Int64.max, "Of how many that the asker saw.")
        course = fields.requestCourse(until: "Until when the file can be fetched.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("requesterID", requesterID)
            writer.field("requesterName", requesterName)
            writer.fields(of: content)
            writer.field("reason", reason)
            writer.field("leaving", leaving)
            writer.field("seen", seen)
            writer.fields(of: course)
        }
    }

    package func answered(_ course: RequestCourse) -> ExportRequestResource {
        ExportRequestResource(
            id: id, requesterID: requesterID, requesterName: requesterName, content: content, reason: reason, leaving: leaving,
            seen: seen, course: course)
    }
}

/// Somebody asked for a large export, or was answered: the request as it stands after the event.
package struct ExportRequestChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "ExportRequestChanged"

    package let request: ExportRequestResource
    package let at: Timestamp
    package let by: ActorResource

    package init(request: ExportRequestResource, by: ActorResource) {
        (self.request, self.by) = (request, by)
        at = request.course.changedAt
    }

    package init?(_ fields: inout ShapeReader) {
        let request = fields.object("request", ExportRequestResource.self)
        at = fields.time("at")
        let by = fields.object("by", ActorResource.self, "Who asked, or answered.")
        guard let request, let by else { return nil }
        (self.request, self.by) = (request, by)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("request", request)
            writer.field("at", at)
            writer.field("by", by)
        }
    }
}
