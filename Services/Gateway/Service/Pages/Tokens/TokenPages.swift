import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Keys for programs: one's own, which speak for oneself, and those of shops and service accounts.
struct TokenPages: Sendable {
    static let ownPath = ProfilePages.path + "/tokens"
    static let path = "/tokens"

    let create: CreateToken
    let list: ListTokens
    let revoke: RevokeToken
    let owners: ReadTokenOwners
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.ownPath, access: .signedIn, audit: .none("One's own."), "One's own tokens.", handler: own),
            Route(
                .post, Self.ownPath, access: .signedIn, audit: .change(.token), "Makes a token that speaks for oneself.",
                handler: makeOwn),
            Route(
                .post, Self.ownPath + "/{id}/revoke", access: .signedIn, audit: .change(.token),
                "Revokes one of one's own tokens."
            ) { request in
                let (visit, session) = try maker.own(request)
                _ = try await visit.form()
                try await revoke(try visit.id(), ofUser: session.user.id)
                return .redirect(to: Self.ownPath + "?done=revoked")
            },
            Route(
                .get, Self.path, access: .scope("tokens:write"), audit: .view(.token), "Tokens of shops and service accounts.",
                handler: all),
            Route(
                .post, Self.path, access: .scope("tokens:write"), audit: .change(.token),
                "Makes a token of a shop or a service account.", handler: make),
            Route(
                .post, Self.path + "/{id}/revoke", access: .scope("tokens:write"), audit: .change(.token), "Revokes a token."
            ) { request in
                let visit = maker.visit(request)
                _ = try await visit.form()
                try await revoke(try visit.id())
                return .redirect(to: Self.path + "?done=revoked")
            },
        ]
    }

    // MARK: One's own

    @Sendable private func own(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        return try await own(visit, session, typed: FormBody(HTTPQuery("")), flash: Self.done(visit))
    }

    private func own(
        _ visit: Visit, _ session: Session, typed: FormBody, flash: HTML?, secret: HTML = .empty
    ) async throws -> HTTPResponse {
        let tokens = try await list(ofUser: session.user.id)
        let table = TokenTable(visit: visit, path: Self.ownPath, owners: [:])
        let form: HTML =
            session.isFresh(at: visit.now)
            ? TokenForm(visit: visit, typed: typed, key: typed["key"] ?? ids.next().description, programs: nil).card
            : TokenForm.proving(visit, next: Self.ownPath)
        var content = PageContent(
            visit.say(.ownTokens), path: ProfilePages.path, "\(secret)\(HTML.two(table.card(tokens), form))")
        content.crumbs = [Crumb(visit.say(.ownPage), ProfilePages.path)]
        content.flash = flash
        return Self.unkept(await maker.page(visit, content))
    }

    @Sendable private func makeOwn(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: Self.ownPath) }
        return try await attempt({ try await own(visit, session, typed: form, flash: $0) }, visit) {
            let wish = try wish(form, of: session.user.id)
            let made = try await create.once(key: try key(form, request), wish, by: request.caller)
            return try await own(
                visit, session, typed: FormBody(HTTPQuery("")), flash: nil, secret: TokenTable.secret(made.text, visit))
        }
    }

    // MARK: Of shops and programs

    @Sendable private func all(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        return try await all(visit, typed: FormBody(HTTPQuery("")), flash: Self.done(visit))
    }

    private func all(
        _ visit: Visit, typed: FormBody, flash: HTML?, secret: HTML = .empty
    ) async throws -> HTTPResponse {
        let tokens = try await list()
        AuditNote.current?.saw(tokens.map(\.id.description))
        let (names, programs) = try await owners(of: tokens)
        let table = TokenTable(visit: visit, path: Self.path, owners: names)
        let form = TokenForm(visit: visit, typed: typed, key: typed["key"] ?? ids.next().description, programs: programs)
        var content = PageContent(
            visit.say(.allTokens), path: Self.path, "\(secret)\(HTML.two(table.card(tokens), form.card))")
        content.crumbs = [Crumb(visit.say(.organization))]
        content.flash = flash
        return Self.unkept(await maker.page(visit, content))
    }

    @Sendable private func make(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        return try await attempt({ try await all(visit, typed: form, flash: $0) }, visit) {
            let wish = try wish(form, of: form.filled("userID").flatMap { ID($0) })
            let made = try await create.once(key: try key(form, request), wish, by: request.caller)
            return try await all(
                visit, typed: FormBody(HTTPQuery("")), flash: nil, secret: TokenTable.secret(made.text, visit))
        }
    }

    // MARK: Parts

    /// As `PageMaker.attempt`, but a success is a page, too: the one time that the secret is shown.
    private func attempt(
        _ again: (HTML) async throws -> HTTPResponse, _ visit: Visit, _ work: () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        do {
            return try await work()
        } catch let refusal as Refusal {
            switch refusal.kind {
            case .malformed, .invalid, .conflict, .forbidden:
                var response = try await again(.note("\(TokenRefusals.text(refusal, visit.say))", .bad))
                response.status = refusal.kind.status
                return response
            default: throw refusal
            }
        }
    }

    private func wish(_ form: FormBody, of user: ID?) throws -> TokenWish {
        TokenWish(
            name: form.filled("name") ?? "", scopes: Set(Scope.all.map(\.name).filter { form["scope-" + $0] != nil }),
            sources: (form.filled("sources") ?? "").split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init),
            expiresAt: try form.end(ofDay: "until", timeZone: maker.timeZone), userID: user)
    }

    private func key(_ form: FormBody, _ request: HTTPRequest) throws -> String {
        guard let key = form.filled("key"), key.utf8.count <= 100 else {
            throw Refusal(.malformed, "missing", "The form has no key. Open the page again.")
        }
        return request.caller.subject + ":" + key
    }

    private static func done(_ visit: Visit) -> HTML? {
        visit.query("done") == "revoked" ? .note("\(visit.say(.tokenRevoked))", .good) : nil
    }

    private static func unkept(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields["Cache-Control"] = "no-store"
        return response
    }
}
