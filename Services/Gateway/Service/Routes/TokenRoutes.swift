import Audit
import Core
import HTTP
import ServiceKit

/// Tokens of shops and programs.
struct TokenRoutes: Sendable {
    let createToken: CreateToken
    let listTokens: ListTokens
    let revokeToken: RevokeToken

    var routes: [Route] {
        [
            Route(
                .post, "/v1/tokens", access: .scope("tokens:write"), audit: .change(.token),
                "Make a token; its text is shown only in the answer that made it, and a repeat answers 200 without it.",
                headers: [.idempotencyKey], request: TokenRequest.self, response: TokenResource.self, status: 201
            ) { request in
                let key = try request.idempotencyKey()
                let wanted = try await request.decode(TokenRequest.self, limit: 50_000)
                let (text, token) = try await createToken.once(
                    key: key, name: wanted.name, scopes: Set(wanted.scopes), sources: wanted.sources, expiresAt: wanted.expiresAt,
                    by: request.caller)
                var response = HTTPResponse.json(TokenResource(token, text: text), status: text == nil ? 200 : 201)
                if text == nil { response.fields["Idempotent-Replayed"] = "true" }
                response.fields["Cache-Control"] = "no-store"
                return response
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
                guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
                    throw Refusal(.notFound, "not-found", "There is nothing with this id.")
                }
                try await revokeToken(id)
                return .empty()
            },
        ]
    }
}
