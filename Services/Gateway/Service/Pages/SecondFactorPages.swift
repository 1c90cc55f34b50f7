import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// A signed-in person's second factor: setting the app up, new recovery codes, turning it off. All of it within minutes of having
/// given the password.
struct SecondFactorPages: Sendable {
    static let path = "/me/second-factor"

    let enrol: EnrolSecondFactor
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .signedIn, audit: .none("One's own."), "One's second factor.", handler: show),
            Route(
                .get, Self.path + "/app", access: .signedIn, audit: .none("It counts only once it is confirmed."),
                "The page to set up an app.", handler: begin),
            Route(
                .post, Self.path + "/app", access: .signedIn, audit: .change(.organization), pace: .signIn,
                "Takes the app's first code.", handler: confirm),
            Route(
                .post, Self.path + "/recovery-codes", access: .signedIn, audit: .change(.organization),
                "Makes new recovery codes.", handler: remakeCodes),
            Route(
                .post, Self.path + "/remove", access: .signedIn, audit: .change(.organization), "Removes the second factor.",
                handler: remove),
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let state = try await enrol.state(of: session.user.id)
        guard let confirmedAt = state.confirmedAt else { return .redirect(to: Self.path + "/app") }
        let say = visit.say
        func button(_ title: Phrase, _ action: String, _ weight: HTML.Weight) -> HTML {
            "<form method=\"post\" action=\"\(url: Self.path + action)\">\(visit.formToken)\(HTML.button(say(title), weight))</form>"
        }
        var actions = [
            button(.newRecoveryCodes, "/recovery-codes", .plain), HTML.buttonLink(say(.anotherApp), Self.path + "/app"),
        ]
        if !state.isRequired { actions.append(button(.turnOff, "/remove", .quiet)) }
        let facts = HTML.facts([
            Fact(say(.setUpAt), .moment(say.near(confirmedAt, now: visit.now), exact: say.exact(confirmedAt))),
            Fact(say(.recoveryCodesLeft), "\(Int(state.codesLeft))"),
        ])
        return await page(visit, .card(say(.secondFactor), "\(facts)\(HTML.chips(actions))"))
    }

    @Sendable private func begin(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: Self.path + "/app") }
        return try await enrolment(visit, session, error: nil, status: 200)
    }

    @Sendable private func confirm(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: Self.path + "/app") }
        guard let (codes, cookie) = try await enrol.confirm(session, code: form["code"] ?? "") else {
            return try await enrolment(visit, session, error: visit.say(.codeWrong), status: 422)
        }
        var response = await codesPage(visit, codes)
        response.setSession(cookie, request)
        return response
    }

    @Sendable private func remakeCodes(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        _ = try await visit.form()
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: Self.path) }
        return await codesPage(visit, try await enrol.remakeCodes(session.user.id))
    }

    @Sendable private func remove(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        _ = try await visit.form()
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: Self.path) }
        try await enrol.remove(session.user.id)
        return .redirect(to: ProfilePages.path + "?done=second-factor-off")
    }

    private func enrolment(_ visit: Visit, _ session: Session, error: String?, status: Int) async throws -> HTTPResponse {
        let secret = try await enrol.begin(session.user.id)
        let say = visit.say
        let body = SecondFactorForms(visit: visit).enrolment(
            secret, login: session.user.login, path: Self.path + "/app", hidden: visit.formToken, error: error,
            actions: [.button(say(.turnOn), .main), .buttonLink(say(.cancel), ProfilePages.path, .quiet)])
        return await page(visit, .card(say(.setUpApp), body), status: status)
    }

    private func codesPage(_ visit: Visit, _ codes: [String]) async -> HTTPResponse {
        let say = visit.say
        let done = HTML.chips([.buttonLink(say(.codesKept), ProfilePages.path + "?done=second-factor", .main)])
        return await page(
            visit, .card(say(.recoveryCodes), "\(SecondFactorForms(visit: visit).recoveryCodes(codes))\(done)"))
    }

    private func page(_ visit: Visit, _ body: HTML, status: Int = 200) async -> HTTPResponse {
        var content = PageContent(visit.say(.secondFactor), path: ProfilePages.path, body)
        content.crumbs = [Crumb(visit.say(.ownPage), ProfilePages.path)]
        return await maker.page(visit, content, status: status)
    }
}
