import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// A person's own page: who one is here, and where one is signed in.
struct ProfilePages: Sendable {
    static let path = "/me"

    let listSessions: ListSessions
    let endSession: EndSession
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .signedIn, "One's own page.", handler: show),
            Route(.post, Self.path + "/sessions/{id}/end", access: .signedIn, "Ends one of one's sessions.", handler: end),
            Route(.post, Self.path + "/sessions/end", access: .signedIn, "Signs out everywhere.", handler: endAll),
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try visit(request)
        let sessions = try await listSessions(userID: session.user.id)
        var content = PageContent(
            session.user.name, path: Self.path,
            .two(
                SessionTable(sessions: sessions, current: session, visit: visit).card,
                ProfileFacts(user: session.user, visit: visit).card))
        content.crumbs = visit.say(.ownPage)
        if visit.query("done") == "ended" { content.flash = .note("\(visit.say(.sessionEnded))", .good) }
        return await maker.page(visit, content)
    }

    @Sendable private func end(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try visit(request)
        _ = try await visit.form()
        let id = try visit.id()
        try await endSession.one(id, userID: session.user.id)
        return id == session.id ? signedOut(request) : .redirect(to: Self.path + "?done=ended")
    }

    @Sendable private func endAll(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try visit(request)
        _ = try await visit.form()
        try await endSession.all(userID: session.user.id)
        return signedOut(request)
    }

    private func signedOut(_ request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: SignInAddress.path)
        response.fields["Set-Cookie"] = SessionCookie.clear(secure: request.isSecure)
        return response
    }

    private func visit(_ request: HTTPRequest) throws -> (Visit, Session) {
        let visit = maker.visit(request)
        guard let session = visit.session else {
            throw Refusal(.forbidden, "session-required", "Only somebody who is signed in by a browser has this page.")
        }
        return (visit, session)
    }
}
