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
