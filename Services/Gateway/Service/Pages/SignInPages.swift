import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Signing in and out, and the language of the session.
struct SignInPages: Sendable {
    static let signOutPath = "/signout"
    static let languagePath = "/language"

    let signIn: SignIn
    let endSession: EndSession
    let changeLanguage: ChangeLanguage
    let providers: ProviderPages
    let passkeys: PasskeyParts
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, SignInAddress.path, access: .open, audit: .none("An empty form."), "The page to sign in.", handler: ask),
            Route(.post, SignInAddress.path, access: .open, audit: .signIn, pace: .signIn, "Signs in.", handler: enter),
            Route(.post, Self.signOutPath, access: .open, audit: .signOut, "Signs out.", handler: leave),
            Route(
                .post, Self.languagePath, access: .signedIn, audit: .none("One's own."), "Changes the language of the session.",
                handler: speak),
        ]
    }

    @Sendable private func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        let next = SignInAddress.safe(request.query.first("next"))
        if SignedIn.session != nil { return .redirect(to: next) }
        let visit = maker.visit(request, language: request.query.first("language"))
        return try await page(
            visit, next: next, login: "", language: visit.query("language"), error: nil,
            farewell: await providers.farewell(visit, from: request.query.first("left")))
    }

    @Sendable private func enter(_ request: HTTPRequest) async throws -> HTTPResponse {
        let form = try await FormBody.read(request)
        let language = form["language"].flatMap { Language(tag: $0) }
        let visit = maker.visit(request, nil, language: language?.rawValue)
        let next = SignInAddress.safe(form["next"])
        func again(_ error: String, status: Int) async throws -> HTTPResponse {
            try await page(
                visit, next: next, login: form["login"] ?? "", language: language?.rawValue, error: error, status: status)
        }
        guard let login = form.filled("login"), let password = form["password"], !password.isEmpty else {
            return try await again(visit.say(.fillBoth), status: 422)
        }
        let origin = SignInOrigin(request)
        let outcome = try await signIn(
            login: login, password: password, from: origin,
            language: language?.rawValue ?? "", replacing: SessionCookie.of(request))
        switch outcome {
        case .signedIn(let cookie):
            var response = HTTPResponse.redirect(to: next)
            response.setSession(cookie, from: origin, request)
            return response
        case .secondStep(let cookie): return SecondStepPages.redirect(cookie, next: next, request)
        case .refused(let left): return try await again(visit.say(Phrase.attemptsLeft, left), status: 422)
        case .paused(let until):
            let seconds = max(1, until.seconds(since: visit.now).rounded(.up))
            var response = try await again(visit.paused(until), status: 429)
            response.fields["Retry-After"] = String(Int(seconds))
            return response
        }
    }

    @Sendable private func leave(_ request: HTTPRequest) async throws -> HTTPResponse {
        var provider: ID?
        if let session = SignedIn.session {
            let form = try await FormBody.read(request)
            try FormGuard.check(formToken: form[FormGuard.field], session)
            provider = try await providers.provider(of: session)
            try await endSession(session)
        }
        var response = HTTPResponse.redirect(
            to: PercentText.target(SignInAddress.path, [("left", provider?.description)]))
        response.fields["Set-Cookie"] = SessionCookie.clear(secure: request.isSecure)
        return response
    }

    @Sendable private func speak(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        guard let session = visit.session, let language = form["language"].flatMap({ Language(tag: $0) }) else {
            throw Refusal(.malformed, "unknown-language", "language must be ru or en.")
        }
        try await changeLanguage(to: language.rawValue, in: session)
        return .redirect(to: SignInAddress.safe(form["next"]))
    }

    private func page(
        _ visit: Visit, next: String, login: String, language: String?, error: String?, farewell: HTML = .empty, status: Int = 200
    ) async throws -> HTTPResponse {
        let say = visit.say
        var name = Field("login", say(.login), value: login)
        name.autocomplete = passkeys.site == nil ? "username" : "username webauthn"
        name.isRequired = true
        var password = Field("password", say(.password), kind: .password)
        password.autocomplete = "current-password"
        password.isRequired = true
        password.error = error
        let hidden: HTML = "\(HTML.hidden("next", next))\(language.map { HTML.hidden("language", $0) })"
        let other: Language = say.language == .russian ? .english : .russian
        let target = PercentText.target(
            SignInAddress.path, [("language", other.rawValue), ("next", next == "/" ? nil : next)])
        let changed: HTML? = visit.query("done") == "password" ? .note("\(say(.passwordSet))", .good) : nil
        let body: HTML = """
            \(changed)\(farewell)\(HTML.form(
                SignInAddress.path, hidden: hidden, fields: [name, password], actions: [.button(say(.signIn), .main)]))\
            \(passkeys.prompt(visit, to: PasskeySignInRoutes.path, next: next, language: language, withAutofill: true))\
            <p>\(HTML.link(say(.forgotPassword), PasswordResetPages.path))</p>\
            \(try await providers.choices(visit, next: next, language: language))\
            <p lang="\(other.rawValue)">\(HTML.link(other.ownName, target))</p>
            """
        return maker.door(visit, say(.signInTitle), body, status: status, scripts: [Assets.passkeys])
    }
}
