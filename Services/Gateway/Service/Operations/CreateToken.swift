package import Core
package import Database

/// Makes a token for a shop or a program. The text is returned once and kept nowhere.
package struct CreateToken: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let ids: IdentifierSource

    package init(database: any Database, clock: any WallClock, ids: IdentifierSource) {
        self.database = database
        self.clock = clock
        self.ids = ids
    }

    package func callAsFunction(
        name: String, scopes: Set<String>, sources: [String], expiresAt: Timestamp? = nil
    ) async throws -> (text: String, token: AccessToken) {
        guard !name.isEmpty, name.utf8.count <= 200 else {
            throw Refusal(.invalid, "out-of-range", "A token needs a name of 1 to 200 characters.")
        }
        guard !scopes.isEmpty, let unknown = scopes.first(where: { !Scope.isKnown($0) }) ?? scopes.first else {
            throw Refusal(.invalid, "missing", "A token needs at least one scope.")
        }
        guard Scope.isKnown(unknown) else {
            let names = Scope.all.map(\.name).joined(separator: ", ")
            throw Refusal(.invalid, "unknown-scope", "There is no scope \(unknown); there are \(names).")
        }
        guard sources.allSatisfy({ !$0.isEmpty && !$0.contains(" ") && $0.utf8.count <= 300 }) else {
            throw Refusal(.invalid, "out-of-range", "A source is a URI without blanks, or a prefix of one that ends in *.")
        }
        let token = AccessToken(
            id: ids.next(), name: name, scopes: scopes, sources: sources, createdAt: clock.now(), expiresAt: expiresAt)
        let text = AccessToken.makeText()
        let digest = AccessToken.digest(text)
        try await database.write { tx in try TokenStore().insert(token, digest: digest, in: tx) }
        return (text, token)
    }
}
