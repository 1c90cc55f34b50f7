package import Core
import Crypto
package import Database
import JSON

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
        let (text, token) = try make(name, scopes, sources, expiresAt, maker)
        try await database.write { tx in
            try TokenStore().insert(token, digest: AccessToken.digest(text), in: tx)
            tx.notes?.record(token.id.description)
        }
        return (text, token)
    }

    /// Makes it at most once per `key`. A repeat gives the same token without its text, which is kept nowhere: whoever lost the
    /// first answer revokes the token by its id and asks for another one. Throws `conflict` when the key stands for another wish,
    /// or for a token that was revoked since.
    func once(
        key: String, name: String, scopes: Set<String>, sources: [String], expiresAt: Timestamp?, by maker: Caller
    ) async throws -> (text: String?, token: AccessToken) {
        let wish = Self.digest(name, scopes, sources, expiresAt)
        return try await database.write { tx in
            try tx.lock(key: "gateway/token/" + key)
            if let known = try TokenStore().creation(key: key, in: tx) {
                guard known.digest == wish else {
                    throw Refusal(
                        .conflict, "already-exists-with-other-content",
                        "This Idempotency-Key made a token already, from another request. Use a new key.")
                }
                guard !known.isRevoked else {
                    throw Refusal(.conflict, "revoked", "The token that this key made was revoked. Use a new key.")
                }
                return (nil, known.token)
            }
            let (text, token) = try make(name, scopes, sources, expiresAt, maker)
            try TokenStore().insert(token, digest: AccessToken.digest(text), creation: (key, wish), in: tx)
            tx.notes?.record(token.id.description)
            return (text, token)
        }
    }

    private func make(
        _ name: String, _ scopes: Set<String>, _ sources: [String], _ expiresAt: Timestamp?, _ maker: Caller?
    ) throws -> (text: String, token: AccessToken) {
        let now = clock.now()
        try check(name, scopes, sources)
        if let expiresAt, expiresAt <= now {
            throw Refusal(.invalid, "out-of-range", "The token would have expired already; expiresAt must be in the future.")
        }
        if let maker { try check(scopes, sources, areOf: maker) }
        let token = AccessToken(
            id: ids.next(), name: name, scopes: scopes, sources: sources, createdAt: now, expiresAt: expiresAt)
        return (AccessToken.makeText(), token)
    }

    /// What tells two wishes apart.
    private static func digest(_ name: String, _ scopes: Set<String>, _ sources: [String], _ expiresAt: Timestamp?) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("name", name)
            writer.field("scopes", array: scopes.sorted())
            writer.field("sources", array: sources)
            writer.field("expiresAt", expiresAt)
        }
        return Digest.sha256(writer.bytes)
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
