import Audit
import Core
import HTTP
import ServiceKit

/// Tokens of shops and service accounts, and one's own.
struct TokenRoutes: Sendable {
    let createToken: CreateToken
    let listTokens: ListTokens
    let revokeToken: RevokeToken
    let clock: any WallClock

    var routes: [Route] { administration + own }

    private var administration: [Route] {
        [
            Route(
                .post, "/v1/tokens", access: .scope("tokens:write"), audit: .change(.token),
                "Make a token of a shop or a service account; its text is shown only in the answer that made it, and a repeat "
                    + "answers 200 without it.",
                headers: [.idempotencyKey], request: TokenRequest.self, response: TokenResource.self, status: 201
            ) { request in
                let key = try request.idempotencyKey()
                let wanted = try await request.decode(TokenRequest.self, limit: 50_000)
                return Self.answer(try await createToken.once(key: key, wanted.wish, by: request.caller))
            },
            Route(
                .get, "/v1/tokens", access: .scope("tokens:write"), audit: .view(.token), "List the tokens that are not revoked.",
                response: TokenResource.self, list: true
            ) { _ in
                let tokens = try await listTokens()
                return .list(Page(items: tokens.map { TokenResource($0, text: nil) }, next: nil))
            },
            Route(
                .post, "/v1/tokens/{id}/revoke", access: .scope("tokens:write"), audit: .change(.token),
                "Revoke a token; it is refused everywhere within 5 s.", status: 204
            ) { request in
                try await revokeToken(try request.id("id"))
                return .empty()
            },
        ]
    }

    /// A token makes no tokens for the person it speaks for: only he himself, in a browser.
    private var own: [Route] {
        [
            Route(
                .post, "/v1/me/tokens", access: .signedIn, audit: .change(.token),
                "Make a token that has one's own rights, as they are at each moment, within its scopes. Needs a fresh proof of who "
                    + "one is.",
                headers: [.idempotencyKey], request: PersonalTokenRequest.self, response: TokenResource.self, status: 201
            ) { request in
                let session = try SignedIn.required()
                let key = try request.idempotencyKey()
                let wanted = try await request.decode(PersonalTokenRequest.self, limit: 50_000)
                try ProvePerson.demand(session, at: clock.now())
                return Self.answer(try await createToken.once(key: key, wanted.wish(of: session.user.id), by: request.caller))
            },
            Route(
                .get, "/v1/me/tokens", access: .signedIn, audit: .none("One's own."),
                "List one's own tokens that are not revoked.",
                response: TokenResource.self, list: true
            ) { _ in
                let tokens = try await listTokens(ofUser: try SignedIn.required().user.id)
                return .list(Page(items: tokens.map { TokenResource($0, text: nil) }, next: nil))
            },
            Route(
                .post, "/v1/me/tokens/{id}/revoke", access: .signedIn, audit: .change(.token),
                "Revoke one of one's own tokens, everywhere within 5 s.",
                status: 204
            ) { request in
                try await revokeToken(try request.id("id"), ofUser: try SignedIn.required().user.id)
                return .empty()
            },
        ]
    }

    private static func answer(_ made: (text: String?, token: AccessToken)) -> HTTPResponse {
        var response = HTTPResponse.json(TokenResource(made.token, text: made.text), status: made.text == nil ? 200 : 201)
        if made.text == nil { response.fields["Idempotent-Replayed"] = "true" }
        response.fields["Cache-Control"] = "no-store"
        return response
    }
}
