import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Signing in at a provider: the way there, the way back, and the way out.
struct ProviderPages: Sendable {
    static let path = SignInAddress.path + "/with"
    static let returnPath = SignInAddress.path + "/return"

    private let federation: Federation
    private let maker: PageMaker

    init(_ federation: Federation, maker: PageMaker) {
        (self.federation, self.maker) = (federation, maker)
    }

    var routes: [Route] {
        [
            Route(
                .get, Self.path + "/{provider}", access: .open, audit: .none("The way to where somebody signs in."),
                pace: .signIn,
                "To the sign-in page of a provider.", handler: leave),
            Route(
                .get, Self.returnPath, access: .open, audit: .signIn, pace: .signIn,
                "Where a provider sends people back to.", handler: arrive),
        ]
    }

    /// Links to the providers, for the sign-in page; nothing where there are none.
    func choices(_ visit: Visit, next: String, language: String?) async throws -> HTML {
        let providers = try await federation.providers.inUse()
        let links = providers.map { provider in
            HTML.buttonLink(
                visit.say(.signInWith, provider.name),
                PercentText.target(
                    "\(Self.path)/\(provider.id)", [("next", next == "/" ? nil : next), ("language", language)]))
        }
        return links.isEmpty ? .empty : .chips(links)
    }

    /// Where the session began; `nil` for one that began by password.
    func provider(of session: Session) async throws -> ID? { try await federation.providers.provider(of: session) }

    /// A way to end the provider's own session, for somebody who has just ended that of here (RP-Initiated Logout 1.0). It is a link
    /// that the person may follow, since whoever shares nothing but this computer may not want to be signed out everywhere.
    func farewell(_ visit: Visit, from provider: String?) async throws -> HTML {
        guard let id = provider.flatMap({ ID($0) }),
            let provider = try await federation.providers.inUse().first(where: { $0.id == id }),
            let address = try? await federation.door.metadata(of: provider.issuer).endSessionEndpoint
        else { return .empty }
        let link = AddressQuery.adding(
            [
                ("client_id", provider.clientID),
                ("post_logout_redirect_uri", try visit.request.ownAddress() + SignInAddress.path),
            ], to: address)
        return """
            \(HTML.note("\(visit.say(.signedOutHere, provider.name))", .good))\
            \(HTML.chips([.buttonLink(visit.say(.signOutThere, provider.name), link)]))
            """
    }

    @Sendable private func leave(_ request: HTTPRequest) async throws -> HTTPResponse {
        let next = SignInAddress.safe(request.query.first("next"))
        if SignedIn.session != nil { return .redirect(to: next) }
        let language = request.query.first("language").flatMap { Language(tag: $0) }?.rawValue ?? ""
        do {
            let (address, journey) = try await federation.begin(
                at: try request.id("provider"), next: next, language: language,
                returnAddress: try request.ownAddress() + Self.returnPath)
            var response = HTTPResponse.redirect(to: address)
            response.fields["Set-Cookie"] = JourneyCookie.set(journey.secret, secure: request.isSecure)
            response.fields["Cache-Control"] = "no-store"
            return response
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            return page(maker.visit(request, nil, language: language), .unreachable, next: next)
        }
    }

    @Sendable private func arrive(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = request.query
        let answer = FinishProviderSignIn.Answer(
            state: String((query.first("state") ?? "").prefix(100)),
            code: query.first("code").flatMap { $0.utf8.count <= 4000 ? $0 : nil },
            error: query.first("error"), issuer: query.first("iss"))
        let outcome = try await federation.finish(
            answer, secret: JourneyCookie.of(request), from: SignInOrigin(request), replacing: SessionCookie.of(request))
        var response: HTTPResponse
        switch outcome {
        case .signedIn(let cookie, let next):
            response = .redirect(to: next)
            response.fields["Set-Cookie"] = SessionCookie.set(cookie, secure: request.isSecure)
        case .refused(let refusal, let next, let subject):
            response = page(maker.visit(request, nil), refusal, next: next, subject: subject)
        }
        response.fields.append("Set-Cookie", JourneyCookie.clear(secure: request.isSecure))
        response.fields["Cache-Control"] = "no-store"
        return response
    }

    private func page(_ visit: Visit, _ refusal: ProviderRefusal, next: String, subject: String? = nil) -> HTTPResponse {
        let say = visit.say
        let again = PercentText.target(SignInAddress.path, [("next", next == "/" ? nil : next)])
        let called: HTML? = subject.map { "<p class=\"muted small\">\(say(.calledThere, $0))</p>" }
        let body: HTML = """
            \(HTML.note("\(say(refusal.advice))", refusal == .unreachable ? .bad : .warn))\(called)\
            \(HTML.chips([.buttonLink(say(.signInAgain), again, .main)]))
            """
        return maker.door(visit, say(.notSignedIn), body, status: refusal == .unreachable ? 503 : 403)
    }
}
