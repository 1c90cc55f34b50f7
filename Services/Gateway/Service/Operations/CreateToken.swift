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

    /// `by` is who asks for it, who can give no right and no source away that is not his own; nil is the operator of the machine.
    package func callAsFunction(
        name: String, scopes: Set<String>, sources: [String], expiresAt: Timestamp? = nil, by maker: Caller? = nil
    ) async throws -> (text: String, token: AccessToken) {
        let now = clock.now()
        try check(name, scopes, sources)
        if let expiresAt, expiresAt <= now {
            throw Refusal(.invalid, "out-of-range", "The token would have expired already; expiresAt must be in the future.")
        }
        if let maker { try check(scopes, sources, areOf: maker) }
        let token = AccessToken(
            id: ids.next(), name: name, scopes: scopes, sources: sources, createdAt: now, expiresAt: expiresAt)
        let text = AccessToken.makeText()
        let digest = AccessToken.digest(text)
        try await database.write { tx in try TokenStore().insert(token, digest: digest, in: tx) }
        return (text, token)
    }

    private func check(_ name: String, _ scopes: Set<String>, _ sources: [String]) throws {
        guard !name.isEmpty, name.utf8.count <= 800 else {
            throw Refusal(.invalid, "out-of-range", "A token needs a name of 1 to 200 characters.")
        }
        guard !scopes.isEmpty else { throw Refusal(.invalid, "missing", "A token needs at least one scope.") }
        if let unknown = scopes.sorted().first(where: { !Scope.isKnown($0) }) {
            let names = Scope.all.map(\.name).joined(separator: ", ")
            throw Refusal(.invalid, "unknown-scope", "There is no scope \(unknown); there are \(names).")
        }
        guard sources.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 300 && $0.utf8.allSatisfy(Self.isOfURI) }) else {
            throw Refusal(.invalid, "out-of-range", "A source is a URI without blanks, or a prefix of one that ends in *.")
        }
        // They travel with every request to a service.
        guard sources.reduce(0, { $0 + $1.utf8.count }) <= 3000 else {
            throw Refusal(
                .invalid, "out-of-range", "The sources together have at most 3000 characters; use prefixes that end in *.")
        }
    }

    private static func isOfURI(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private func check(_ scopes: Set<String>, _ sources: [String], areOf maker: Caller) throws {
        guard scopes.allSatisfy(maker.holds), !scopes.contains("*") || maker.scopes.contains("*") else {
            throw Refusal(.forbidden, "missing-scope", "A token cannot hold rights that its maker does not hold.")
        }
        // A prefix is covered by a shorter one, as any text that begins with it is.
        guard sources.allSatisfy(maker.mayWrite) else {
            throw Refusal(.forbidden, "source-not-allowed", "A token cannot write for shops that its maker cannot write for.")
        }
    }
}
