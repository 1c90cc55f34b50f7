import Core
import JSON

/// A token that somebody wants for a shop or a service account.
struct TokenRequest: Shape {
    static let shapeName = "TokenRequest"
    let wish: TokenWish

    init(_ fields: inout ShapeReader) {
        let (name, scopes, sources) = TokenFields.read(&fields)
        wish = TokenWish(
            name: name, scopes: scopes, sources: sources,
            expiresAt: fields.optionalTime("expiresAt", "In the future; without it the token is good until it is revoked."),
            userID: fields.optionalID(
                "userID", "The service account whose rights it has, within its scopes; absent for a shop's own token."))
    }
}

/// A token that somebody wants for himself.
struct PersonalTokenRequest: Shape {
    static let shapeName = "PersonalTokenRequest"
    private let name: String
    private let scopes: Set<String>
    private let sources: [String]
    private let expiresAt: Timestamp

    init(_ fields: inout ShapeReader) {
        (name, scopes, sources) = TokenFields.read(&fields)
        expiresAt = fields.time("expiresAt", "In the future, and within a year.")
    }

    func wish(of user: ID) -> TokenWish {
        TokenWish(name: name, scopes: scopes, sources: sources, expiresAt: expiresAt, userID: user)
    }
}

/// What both kinds of tokens have in common.
private enum TokenFields {
    static func read(_ fields: inout ShapeReader) -> (name: String, scopes: Set<String>, sources: [String]) {
        (
            fields.text("name", length: 1...200, "Who uses it."),
            Set(fields.texts("scopes", count: 1...50, length: 1...100, "Rights, such as events:write.")),
            fields.optionalTexts(
                "sources", count: 0...100, length: 1...300, "The shops it may write for; a prefix ends in *.") ?? []
        )
    }
}

/// A token as it is listed; with its secret only in the answer that made it.
struct TokenResource: Shape, JSONWritable {
    static let shapeName = "Token"
    let id: ID
    let name: String
    let scopes: [String]
    let sources: [String]
    let userID: ID?
    let createdAt: Timestamp
    let expiresAt: Timestamp?
    let token: String?

    init(_ token: AccessToken, text: String?) {
        (id, name, scopes, sources) = (token.id, token.name, token.scopes.sorted(), token.sources)
        (userID, createdAt, expiresAt, self.token) = (token.userID, token.createdAt, token.expiresAt, text)
    }

    init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        name = fields.text("name", length: 1...200)
        scopes = fields.texts("scopes", count: 0...50, length: 1...100)
        sources = fields.texts("sources", count: 0...100, length: 1...300)
        userID = fields.optionalID("userID", "Whose rights it has; absent for a shop's own.")
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
            writer.field("userID", userID)
            writer.field("createdAt", createdAt)
            writer.field("expiresAt", expiresAt)
            writer.field("token", token)
        }
    }
}
