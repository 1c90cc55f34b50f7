import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// The second step of signing in: the code of the app or a passkey, or setting an app up where everyone must have a second factor.
struct SecondStepPages: Sendable {
    static let path = "/signin/code"

    let completeSignIn: CompleteSignIn
    let enrol: EnrolSecondFactor
    let passkeys: PasskeyParts
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .open, audit: .none("An empty form."), "The page for the second step of signing in.",
                handler: ask),
            Route(
                .post, Self.path, access: .open, audit: .signIn, pace: .signIn, "Takes the code of the second step.",
                handler: enter),
        ]
    }

    /// On to the second step, which leads to `next`.
    static func redirect(_ cookie: String, next: String, _ request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: PercentText.target(path, [("next", next == "/" ? nil : next)]))
        response.fields["Set-Cookie"] = DoorCookie.signIn.set(cookie, secure: request.isSecure)
        return response
    }

    @Sendable private func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        let next = SignInAddress.safe(request.query.first("next"))
        guard let (pending, user) = try await completeSignIn.pending(DoorCookie.signIn.of(request)) else {
            return .redirect(to: SignInAddress.back(to: next))
        }
        return try await page(
            maker.visit(request, nil, language: pending.language), pending, user, next: next, error: nil, status: 200)
    }

    @Sendable private func enter(_ request: HTTPRequest) async throws -> HTTPResponse {
        let form = try await FormBody.read(request)
        let next = SignInAddress.safe(form["next"])
        let cookie = DoorCookie.signIn.of(request)
        guard let (pending, user) = try await completeSignIn.pending(cookie) else { return expired(request, next: next) }
        let visit = maker.visit(request, nil, language: pending.language)
        func again(_ error: String, _ status: Int) async throws -> HTTPResponse {
            try await page(visit, pending, user, next: next, error: error, status: status)
        }
        let origin = SignInOrigin(request)
        let outcome = try await completeSignIn(
            cookie, code: form["code"] ?? "", from: origin, replacing: SessionCookie.of(request))
        switch outcome {
        case .signedIn(let session, let codes):
            var response = codes.isEmpty ? HTTPResponse.redirect(to: next) : codesPage(visit, codes, next: next)
            response.setSession(session, from: origin, request)
            response.fields.append("Set-Cookie", DoorCookie.signIn.clear(secure: request.isSecure))
            return response
        case .refused(let left): return try await again(visit.say(Phrase.codesLeft, left), 422)
        case .paused(let until):
            var response = try await again(visit.paused(until), 429)
            response.fields["Retry-After"] = "\(TooManyRequests(until: until, now: visit.now).seconds)"
            return response
        case .expired: return expired(request, next: next)
        }
    }

    private func expired(_ request: HTTPRequest, next: String) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: SignInAddress.back(to: next))
        response.fields["Set-Cookie"] = DoorCookie.signIn.clear(secure: request.isSecure)
        return response
    }

    private func page(
        _ visit: Visit, _ pending: PendingSignIn, _ user: User, next: String, error: String?, status: Int
    ) async throws -> HTTPResponse {
        let say = visit.say
        let hidden = HTML.hidden("next", next)
        let actions = [
            HTML.button(say(.signIn), .main), .buttonLink(say(.startOver), SignInAddress.back(to: next), .quiet),
        ]
        let forms = SecondFactorForms(visit: visit)
        switch pending.stage {
        case .code:
            let form = HTML.form(
                Self.path, hidden: hidden, fields: [forms.code(error: error, recovery: true)], actions: actions)
            let has = try await passkeys.has(user)
            return maker.door(
                visit, say(.secondStep), "\(form)\(has ? prompt(visit, next) : .empty)", status: status,
                scripts: [Assets.passkeys])
        case .passkey:
            let body: HTML = """
                <p>\(say(.passkeyDemanded))</p>\(prompt(visit, next))\
                \(HTML.chips([.buttonLink(say(.startOver), SignInAddress.back(to: next), .quiet)]))
                """
            return maker.door(visit, say(.secondStep), body, status: status, scripts: [Assets.passkeys])
        case .enrol:
            let body = forms.enrolment(
                try await enrol.begin(user.id), login: user.login, path: Self.path, hidden: hidden, error: error,
                actions: actions)
            return maker.door(visit, say(.setUpApp), "<p>\(say(.factorDemanded))</p>\(body)", status: status)
        }
    }

    private func prompt(_ visit: Visit, _ next: String) -> HTML {
        passkeys.prompt(visit, to: PasskeySignInRoutes.path, next: next, afterPassword: true)
    }

    private func codesPage(_ visit: Visit, _ codes: [String], next: String) -> HTTPResponse {
        let done = HTML.chips([.buttonLink(visit.say(.codesKept), next, .main)])
        return maker.door(
            visit, visit.say(.recoveryCodes), "\(SecondFactorForms(visit: visit).recoveryCodes(codes))\(done)")
    }
}
