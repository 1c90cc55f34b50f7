package import Core
import Crypto

/// A bearer token: of a shop or a program that stands for itself, or of a user, with no more rights than he has at the moment.
/// Only its digest is kept; the text is shown once.
package struct AccessToken: Sendable {
    package let id: ID
    package let name: String
    package let scopes: Set<String>
    package let sources: [String]
    /// Whose rights it has; `nil` for a shop's token, which has those of its scopes.
    package let userID: ID?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?

    package init(
        id: ID, name: String, scopes: Set<String>, sources: [String], userID: ID? = nil, createdAt: Timestamp,
        expiresAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.sources = sources
        self.userID = userID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Who asks with it. `standing` is that of the user it belongs to, where it belongs to one.
    func caller(_ standing: Standing?, at now: Timestamp) -> Caller {
        guard let standing else {
            return Caller(
                kind: .token, subject: id.description, name: name, scopes: scopes, sources: sources,
                viewer: Scope.viewer(ofToken: name, scopes: scopes))
        }
        let rights = standing.rights(at: now).narrowed(to: scopes)
        return Caller(
            kind: .token, subject: id.description, name: "\(standing.user.name) (\(name))", scopes: rights.scopes,
            sources: rights.sources.isEmpty ? [] : sources,
            // A directory speaks for nobody of the organization: what it gives, administrators decided when they mapped groups.
            viewer: standing.isDirectory(at: now) ? Viewer(user: nil, grants: rights.viewer.grants) : rights.viewer)
    }

    /// Lets scanners of leaked secrets find a token.
    static let prefix = "rlt_"

    /// A new secret text.
    package static func makeText() -> String { prefix + SecureRandom.token(bytes: 32) }

    package static func digest(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }
}

extension Standing {
    /// The user as who asks, signed in in person.
    func caller(at now: Timestamp) -> Caller {
        let rights = rights(at: now)
        return Caller(
            kind: .person, subject: user.id.description, name: user.name, scopes: rights.scopes, sources: rights.sources,
            viewer: rights.viewer)
    }
}
