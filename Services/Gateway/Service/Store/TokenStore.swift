import Core
package import Database

package struct TokenStore: Sendable {
    package init() {}

    /// How a token came to be: by a request that named it.
    struct Creation: Sendable {
        let token: AccessToken
        /// Of the request.
        let digest: [UInt8]
        let isRevoked: Bool
    }

    /// `creation` names the request that makes the token, and is its digest.
    package func insert(
        _ token: AccessToken, digest: [UInt8], creation: (key: String, digest: [UInt8])? = nil, in tx: Transaction
    ) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(token.id), .bytes(digest), .text(token.name), .text(token.scopes.sorted().joined(separator: " ")),
                .text(token.sources.joined(separator: " ")), .time(token.createdAt), .time(token.expiresAt),
                .text(creation?.key), creation.map { .bytes($0.digest) } ?? .null, .id(token.userID),
            ])
    }

    /// The token that was not revoked; whether it expired is the caller's question.
    func find(digest: [UInt8], in tx: Transaction) throws -> AccessToken? {
        try tx.first(Self.byDigest, [.bytes(digest)], Self.token)
    }

    /// The token that was not revoked.
    func find(_ id: ID, in tx: Transaction) throws -> AccessToken? {
        try tx.first(Self.byID, [.id(id)], Self.token)
    }

    /// The token that a request of this name made, revoked or not.
    func creation(key: String, in tx: Transaction) throws -> Creation? {
        try tx.first(Self.byKey, [.text(key)]) { row in
            Creation(token: Self.token(row), digest: row.bytes(7), isRevoked: !row.isNull(8))
        }
    }

    func list(in tx: Transaction) throws -> [AccessToken] {
        try tx.rows(Self.all, [], Self.token)
    }

    /// Those of one user that are not revoked, the oldest first.
    func list(ofUser user: ID, in tx: Transaction) throws -> [AccessToken] {
        try tx.rows(Self.byUser, [.id(user)], Self.token)
    }

    /// False when there was no such live token.
    func revoke(_ id: ID, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.revokeRow, [.id(id), .time(now)]) == 1
    }

    private static func token(_ row: Row) -> AccessToken {
        AccessToken(
            id: row.id(0), name: row.text(1), scopes: Set(row.text(2).split(separator: " ").map(String.init)),
            sources: row.text(3).split(separator: " ").map(String.init), userID: row.idOrNil(6), createdAt: row.time(4),
            expiresAt: row.timeOrNil(5))
    }

    private static let columns: StaticString = "id, name, scopes, sources, created_at, expires_at, user_id"
    private static let insertRow: Statement = """
        INSERT INTO access_tokens
        (id, digest, name, scopes, sources, created_at, expires_at, creation_key, creation_digest, user_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """
    private static let byID: Statement =
        "SELECT \(constant: columns) FROM access_tokens WHERE id = $1 AND revoked_at IS NULL"
    private static let byKey: Statement = """
        SELECT \(constant: columns), creation_digest, revoked_at FROM access_tokens
        WHERE creation_key = $1
        """
    private static let byDigest: Statement = """
        SELECT \(constant: columns) FROM access_tokens WHERE digest = $1 AND revoked_at IS NULL
        """
    private static let all: Statement = """
        SELECT \(constant: columns) FROM access_tokens WHERE revoked_at IS NULL ORDER BY created_at, id
        """
    private static let byUser: Statement = """
        SELECT \(constant: columns) FROM access_tokens WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at, id
        """
    private static let revokeRow: Statement =
        "UPDATE access_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
}
