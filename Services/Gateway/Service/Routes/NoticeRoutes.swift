import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// The notices of whoever asks, for programs.
struct NoticeRoutes: Sendable {
    static let path = "/v1/me/notifications"

    let read: ReadNotices

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("One's own."),
                "What one is to know of or to do, the newest first: a rejected event, a request to answer or answered, a customer that came to one, a mail of unknown fate, something about how one signs in.",
                query: PageQuery.parameters, response: NoticeResource.self, list: true
            ) { request in
                let (before, limit) = try request.pageByID()
                let notices = try await read.list(for: request.caller, before: before, limit: limit)
                return .list(Page(notices, limit: limit) { $0.id.description }.map(NoticeResource.init))
            },
            Route(
                .post, Self.path + "/read", access: .signedIn, audit: .none("One's own."), "Mark all of them as read.",
                status: 204
            ) { request in
                try await read.readAll(by: request.caller)
                return .empty()
            },
            Route(
                .post, Self.path + "/{id}/read", access: .signedIn, audit: .none("One's own."), "Mark one of them as read.",
                status: 204
            ) { request in
                try await read.read(try request.id("id"), by: request.caller)
                return .empty()
            },
        ]
    }
}

/// A notice as its receiver gets it.
struct NoticeResource: Shape, JSONWritable {
    static let shapeName = "Notification"

    let id: ID
    let kind: String
    let data: JSONValue?
    let path: String
    let times: Int64
    let at: Timestamp
    let settledAt: Timestamp?
    let isRead: Bool

    init(_ notice: Notice) {
        (id, kind, data, path) = (notice.id, notice.kind.rawValue, notice.data, notice.path)
        (times, at, settledAt, isRead) = (notice.times, notice.at, notice.settledAt, notice.isRead)
    }

    init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        kind = fields.choice("kind", among: Notice.Kind.allCases.map(\.rawValue))
        data = fields.any("data", "What it is about, by its kind.")
        path = fields.text("path", "Where it is done, or seen.")
        times = fields.integer("times", "How often the same was to be told.")
        at = fields.time("at")
        settledAt = fields.optionalTime("settledAt", "Since when nothing is to be done any more.")
        isRead = fields.boolean("isRead")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("kind", kind)
            writer.field("data", data)
            writer.field("path", path)
            writer.field("times", times)
            writer.field("at", at)
            writer.field("settledAt", settledAt)
            writer.field("isRead", isRead)
        }
    }
}
