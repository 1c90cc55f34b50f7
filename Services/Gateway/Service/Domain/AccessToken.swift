package import Core
import Crypto

/// A bearer token of a shop or a program. Only its digest is kept; the text is shown once.
package struct AccessToken: Sendable {
    package let id: ID
    package let name: String
    package let scopes: Set<String>
    package let sources: [String]
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?

    package init(id: ID, name: String, scopes: Set<String>, sources: [String], createdAt: Timestamp, expiresAt: Timestamp?) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.sources = sources
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    package var caller: Caller {
        Caller(
            kind: .token, subject: id.description, name: name, scopes: scopes, sources: sources, viewer: .everything(role: name))
    }

    /// Lets scanners of leaked secrets find a token.
    static let prefix = "rlt_"

    /// A new secret text.
    package static func makeText() -> String { prefix + SecureRandom.token(bytes: 32) }

    package static func digest(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }
}
