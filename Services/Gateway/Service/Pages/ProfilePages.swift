import Audit
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
            Route(.get, Self.path, access: .signedIn, audit: .none("One's own."), "One's own page.", handler: show),
            Route(
                .post, Self.path + "/sessions/{id}/end", access: .signedIn, audit: .signOut, "Ends one of one's sessions.",
                handler: end),
            Route(
                .post, Self.path + "/sessions/end", access: .signedIn, audit: .signOut, "Signs out everywhere.", handler: endAll),
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let sessions = try await listSessions(userID: session.user.id)
        var content = PageContent(
            session.user.name, path: Self.path,
            .two(
                SessionTable(sessions: sessions, current: session, visit: visit).card,
                .stack([
                    ProfileFacts(user: session.user, visit: visit).card,
                    LookCard(preferences: session.preferences, visit: visit).card, SecurityCard(visit: visit).card,
                ])))
        content.crumbs = [Crumb(visit.say(.ownPage))]
        content.flash = Self.done(visit)
        return await maker.page(visit, content)
    }

    private static func done(_ visit: Visit) -> HTML? {
        let phrase: Phrase? =
            switch visit.query("done") {
            case "ended": .sessionEnded
            case "look": .lookChanged
            case "password": .passwordChanged
            case "second-factor": .secondFactorOn
            case "second-factor-off": .secondFactorOff
            default: nil
            }
        return phrase.map { .note("\(visit.say($0))", .good) }
    }

    @Sendable private func end(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        _ = try await visit.form()
        let id = try visit.id()
        try await endSession.one(id, userID: session.user.id)
        return id == session.id ? signedOut(request) : .redirect(to: Self.path + "?done=ended")
    }

    @Sendable private func endAll(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        _ = try await visit.form()
        try await endSession.all(userID: session.user.id)
        return signedOut(request)
    }

    private func signedOut(_ request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: SignInAddress.path)
        response.fields["Set-Cookie"] = SessionCookie.clear(secure: request.isSecure)
        return response
    }
}
