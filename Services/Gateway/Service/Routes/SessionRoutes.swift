import Audit
import Core
import HTTP
import ServiceKit

/// Signed-in browsers: one's own, and for administrators those of others. A session has no versions that a DELETE could be late
/// for, so these take no If-Match.
struct SessionRoutes: Sendable {
    let listSessions: ListSessions
    let endSession: EndSession

    var routes: [Route] { own + administration }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/sessions", access: .signedIn, audit: .none("One's own."),
                "One's own sessions, the last used first.",
                response: SessionResource.self, list: true
            ) { _ in
                let session = try SignedIn.required()
                let sessions = try await listSessions(userID: session.user.id)
                return .list(Page(items: sessions.map { SessionResource($0, current: session) }, next: nil))
            },
            Route(
                .delete, "/v1/me/sessions/{id}", access: .signedIn, audit: .signOut,
                "End one of one's own sessions, with its next request.",
                status: 204
            ) { request in
                try await endSession.one(try Self.id("id", request), userID: try SignedIn.required().user.id)
                return .empty()
            },
            Route(
                .delete, "/v1/me/sessions", access: .signedIn, audit: .signOut,
                "Sign out everywhere: end all of one's own sessions, this one too.",
                status: 204
            ) { request in
                try await endSession.all(userID: try SignedIn.required().user.id)
                var response = HTTPResponse.empty()
                response.fields["Set-Cookie"] = SessionCookie.clear(secure: request.isSecure)
                return response
            },
        ]
    }

    private var administration: [Route] {
        [
            Route(
                .get, "/v1/users/{user}/sessions", access: .scope("sessions:write"), audit: .view(.organization),
                "The sessions of a user.",
                response: SessionResource.self, list: true
            ) { request in
                let sessions = try await listSessions(userID: try Self.id("user", request))
                return .list(Page(items: sessions.map { SessionResource($0, current: SignedIn.session) }, next: nil))
            },
            Route(
                .delete, "/v1/users/{user}/sessions/{id}", access: .scope("sessions:write"), audit: .change(.organization),
                "End a session of a user.",
                status: 204
            ) { request in
                try await endSession.one(try Self.id("id", request), userID: try Self.id("user", request))
                return .empty()
            },
            Route(
                .delete, "/v1/users/{user}/sessions", access: .scope("sessions:write"), audit: .change(.organization),
                "End all sessions of a user.", status: 204
            ) { request in
                try await endSession.all(userID: try Self.id("user", request))
                return .empty()
            },
        ]
    }

    private static func id(_ name: String, _ request: HTTPRequest) throws -> ID {
        guard let id = request.parameters[name].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }
}
