import Core
import Database
import HTTP
import JSON
import ServiceKit

/// Tokens of shops and programs.
struct TokenRoutes: Sendable {
    let database: any Database
    let clock: any WallClock
    let createToken: CreateToken

    var routes: [Route] {
        [
            Route(
                .post, "/v1/tokens", access: .scope("tokens:write"), "Make a token; its text is shown only in this answer.",
                request: TokenRequest.self, response: TokenResource.self, status: 201
            ) { request in
                let wanted = try await request.decode(TokenRequest.self, limit: 20_000)
                guard request.caller.scopes.contains("*") || Set(wanted.scopes).isSubset(of: request.caller.scopes) else {
                    throw Refusal(.forbidden, "missing-scope", "A token cannot hold rights that its maker does not hold.")
                }
                let (text, token) = try await createToken(
                    name: wanted.name, scopes: Set(wanted.scopes), sources: wanted.sources, expiresAt: wanted.expiresAt)
                return .json(TokenResource(token, text: text), status: 201)
            },
            Route(
                .get, "/v1/tokens", access: .scope("tokens:write"), "List the tokens that are not revoked.",
                response: TokenResource.self, list: true
            ) { _ in
                let tokens = try await database.read { tx in try TokenStore().list(in: tx) }
                return .list(Page(items: tokens.map { TokenResource($0, text: nil) }, next: nil))
            },
            Route(
                .post, "/v1/tokens/{id}/revoke", access: .scope("tokens:write"),
                "Revoke a token; it is refused everywhere within 5 s.", status: 204
            ) { request in
                guard let id = request.parameters["id"].flatMap({ ID($0) }) else { throw Self.unknown }
                let now = clock.now()
                guard try await database.write({ tx in try TokenStore().revoke(id, at: now, in: tx) }) else { throw Self.unknown }
                return .empty()
            },
        ]
    }

    private static let unknown = Refusal(.notFound, "not-found", "There is no such token, or it is revoked already.")
}

struct TokenRequest: Shape {
    static let shapeName = "TokenRequest"
    let name: String
    let scopes: [String]
    let sources: [String]
    let expiresAt: Timestamp?

    init(_ fields: inout ShapeReader) {
        name = fields.text("name", length: 1...200, "Who uses it.")
        scopes = fields.texts("scopes", count: 1...50, length: 1...100)
        sources = fields.optionalTexts("sources", count: 0...100, length: 1...300) ?? []
        expiresAt = fields.optionalTime("expiresAt")
    }
}

struct TokenResource: Shape, JSONWritable {
    static let shapeName = "Token"
    let id: ID
    let name: String
    let scopes: [String]
    let sources: [String]
    let createdAt: Timestamp
    let expiresAt: Timestamp?
    let token: String?

    init(_ token: AccessToken, text: String?) {
        (id, name, scopes, sources) = (token.id, token.name, token.scopes.sorted(), token.sources)
        (createdAt, expiresAt, self.token) = (token.createdAt, token.expiresAt, text)
    }

    init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        name = fields.text("name", length: 1...200)
        scopes = fields.texts("scopes", count: 0...50, length: 1...100)
        sources = fields.texts("sources", count: 0...100, length: 1...300)
        createdAt = fields.time("createdAt")
        expiresAt = fields.optionalTime("expiresAt")
        token = fields.optionalText("token", length: 1...200, "The secret; only in the answer that made it.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("name", name)
            writer.field("scopes", array: scopes)
            writer.field("sources", array: sources)
            writer.field("createdAt", createdAt)
            writer.field("expiresAt", expiresAt)
            writer.field("token", token)
        }
    }
}
