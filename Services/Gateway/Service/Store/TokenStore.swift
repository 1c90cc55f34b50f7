import Core
package import Database

package struct TokenStore: Sendable {
    package init() {}

    package func insert(_ token: AccessToken, digest: [UInt8], in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(token.id), .bytes(digest), .text(token.name), .text(token.scopes.sorted().joined(separator: " ")),
                .text(token.sources.joined(separator: " ")), .time(token.createdAt), .time(token.expiresAt),
            ])
    }

    /// The token that was not revoked; whether it expired is the caller's question.
    func find(digest: [UInt8], in tx: Transaction) throws -> AccessToken? {
        try tx.first(Self.byDigest, [.bytes(digest)], Self.token)
    }

    func list(in tx: Transaction) throws -> [AccessToken] {
        try tx.rows(Self.all, [], Self.token)
    }

    /// False when there was no such live token.
    func revoke(_ id: ID, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.revokeRow, [.id(id), .time(now)]) == 1
    }

    private static func token(_ row: Row) -> AccessToken {
        AccessToken(
            id: row.id(0), name: row.text(1), scopes: Set(row.text(2).split(separator: " ").map(String.init)),
            sources: row.text(3).split(separator: " ").map(String.init), createdAt: row.time(4), expiresAt: row.timeOrNil(5))
    }

    private static let insertRow: Statement = """
        INSERT INTO access_tokens (id, digest, name, scopes, sources, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    private static let byDigest: Statement = """
        SELECT id, name, scopes, sources, created_at, expires_at FROM access_tokens WHERE digest = $1 AND revoked_at IS NULL
        """
    private static let all: Statement = """
        SELECT id, name, scopes, sources, created_at, expires_at FROM access_tokens WHERE revoked_at IS NULL ORDER BY created_at, id
        """
    private static let revokeRow: Statement =
        "UPDATE access_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
}
