package import Core

/// A person who signs in.
package struct User: Sendable {
    package let id: ID
    package let login: String
    package let name: String
    package let passwordHash: String
    package let scopes: Set<String>
    package let language: String

    package init(id: ID, login: String, name: String, passwordHash: String, scopes: Set<String>, language: String) {
        self.id = id
        self.login = login
        self.name = name
        self.passwordHash = passwordHash
        self.scopes = scopes
        self.language = language
    }

    package var caller: Caller {
        Caller(
            kind: .person, subject: id.description, name: name, scopes: scopes, sources: scopes.contains("*") ? ["*"] : [],
            viewer: .everything(role: "Administrator", user: id))
    }
}

/// A signed-in browser: a row on the server behind an opaque cookie.
package struct Session: Sendable {
    /// Seconds without a request after which it ends, and from sign-in on after which it ends in any case.
    static let idle = 8.0 * 3600
    static let longest = 7 * 24.0 * 3600

    package let digest: [UInt8]
    package let user: User
    /// Sent with every form and compared with what comes back.
    package let formToken: String
    package let language: String
    let createdAt: Timestamp
    let seenAt: Timestamp

    package init(digest: [UInt8], user: User, formToken: String, language: String, createdAt: Timestamp, seenAt: Timestamp) {
        self.digest = digest
        self.user = user
        self.formToken = formToken
        self.language = language
        self.createdAt = createdAt
        self.seenAt = seenAt
    }

    func isAlive(at now: Timestamp) -> Bool {
        now < seenAt.adding(seconds: Self.idle) && now < createdAt.adding(seconds: Self.longest)
    }
}
