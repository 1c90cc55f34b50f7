import Core
import JSON

/// A token that somebody wants.
struct TokenRequest: Shape {
    static let shapeName = "TokenRequest"
    let name: String
    let scopes: [String]
    let sources: [String]
    let expiresAt: Timestamp?

    init(_ fields: inout ShapeReader) {
        name = fields.text("name", length: 1...200, "Who uses it.")
        scopes = fields.texts("scopes", count: 1...50, length: 1...100, "Rights, such as events:write.")
        sources =
            fields.optionalTexts(
                "sources", count: 0...100, length: 1...300, "The shops it may write for; a prefix ends in *.") ?? []
        expiresAt = fields.optionalTime("expiresAt", "In the future; without it the token is good until it is revoked.")
    }
}

/// A token as it is listed; with its secret only in the answer that made it.
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
