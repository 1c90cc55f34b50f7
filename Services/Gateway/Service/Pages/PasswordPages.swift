import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Changing one's own password, and proving again that one knows it.
struct PasswordPages: Sendable {
    static let path = "/me/password"
    static let proofPath = "/me/proof"

    let provePerson: ProvePerson
    let changePassword: ChangePassword
    let passkeys: PasskeyParts
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("An empty form."), "The page to change one's password.",
                handler: ask),
            Route(
                .post, Self.path, access: .signedIn, audit: .change(.organization), pace: .signIn, "Changes one's password.",
                handler: change),
            Route(
                .get, Self.proofPath, access: .signedIn, audit: .none("An empty form."), "The page to give one's password again.",
                handler: askProof),
            Route(
                .post, Self.proofPath, access: .signedIn, audit: .signIn, pace: .signIn, "Takes one's password again.",
                handler: prove),
        ]
    }

    /// To the page that takes the password again and leads back to `next`.
    static func proof(next: String) -> HTTPResponse {
        .redirect(to: PercentText.target(proofPath, [("next", next)]))
    }

    @Sendable private func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        return await page(visit, status: 200)
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        guard let current = form["current"], !current.isEmpty, let new = form["new"], !new.isEmpty else {
            return await page(visit, new: visit.say(.fillBothPasswords), status: 422)
        }
        guard form["again"] == new else { return await page(visit, again: visit.say(.passwordsDiffer), status: 422) }
        do {
            switch try await changePassword(session, from: current, to: new, at: SignInOrigin(request)) {
            case .done(let cookie):
                var response = HTTPResponse.redirect(to: ProfilePages.path + "?done=password")
                response.setSession(cookie, request)
                return response
            case .refused(let left): return await page(visit, current: visit.say(Phrase.passwordWrong, left), status: 422)
            case .paused(let until): return await page(visit, current: visit.paused(until), status: 429)
            }
        } catch let refusal as Refusal {
            guard let fault = PasswordPolicy.Fault(rawValue: refusal.code) else { throw refusal }
            return await page(visit, new: visit.say(fault.phrase), status: 422)
        }
    }

    @Sendable private func askProof(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        return try await proofPage(visit, session, next: SignInAddress.safe(request.query.first("next")), error: nil, status: 200)
    }

    @Sendable private func prove(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let next = SignInAddress.safe(form["next"])
        switch try await provePerson(session, password: form["password"] ?? "", from: SignInOrigin(request)) {
        case .done(let cookie):
            var response = HTTPResponse.redirect(to: next)
            response.setSession(cookie, request)
            return response
        case .refused(let left):
            return try await proofPage(
                visit, session, next: next, error: visit.say(Phrase.passwordWrong, left), status: 422)
        case .paused(let until):
            return try await proofPage(visit, session, next: next, error: visit.paused(until), status: 429)
        }
    }

    private func page(
        _ visit: Visit, current: String? = nil, new: String? = nil, again: String? = nil, status: Int
    ) async -> HTTPResponse {
        let say = visit.say
        let form = HTML.form(
            Self.path, hidden: visit.formToken,
            fields: [
                .password("current", say(.presentPassword), error: current, autocomplete: "current-password"),
                .password("new", say(.newPassword), error: new, autocomplete: "new-password").with {
                    $0.hint = say(.passwordHint, "\(PasswordPolicy.shortest)")
                },
                .password("again", say(.newPasswordAgain), error: again, autocomplete: "new-password"),
            ], actions: [.button(say(.changePassword), .main), .buttonLink(say(.cancel), ProfilePages.path, .quiet)])
        var content = PageContent(
            say(.changePassword), path: ProfilePages.path,
            .card(say(.password), "\(form)<p class=\"muted small\">\(say(.otherSessionsEnd))</p>"))
        content.crumbs = [Crumb(say(.ownPage), ProfilePages.path)]
        return await maker.page(visit, content, status: status)
    }

    private func proofPage(
        _ visit: Visit, _ session: Session, next: String, error: String?, status: Int
    ) async throws -> HTTPResponse {
        let say = visit.say
        let form = HTML.form(
            Self.proofPath, hidden: "\(visit.formToken)\(HTML.hidden("next", next))",
            fields: [.password("password", say(.password), error: error, autocomplete: "current-password")],
            actions: [.button(say(.goOn), .main), .buttonLink(say(.cancel), ProfilePages.path, .quiet)])
        let prompt =
            try await passkeys.has(session.user) ? passkeys.prompt(visit, to: PasskeySignInRoutes.proofPath, next: next) : .empty
        var content = PageContent(
            say(.proveYourself), path: ProfilePages.path, .card(say(.password), "<p>\(say(.whyProve))</p>\(form)\(prompt)"))
        content.scripts = [Assets.passkeys]
        content.crumbs = [Crumb(say(.ownPage), ProfilePages.path)]
        return await maker.page(visit, content, status: status)
    }
}

extension Field {
    static func password(_ name: String, _ label: String, error: String?, autocomplete: String) -> Field {
        Field(name, label, kind: .password).with {
            $0.isRequired = true
            $0.autocomplete = autocomplete
            $0.error = error
        }
    }
}

extension Visit {
    /// When one may try again.
    func paused(_ until: Timestamp) -> String {
        say(.pausedUntil, say.time(until), say.duration(seconds: max(1, until.seconds(since: now).rounded(.up))))
    }
}
