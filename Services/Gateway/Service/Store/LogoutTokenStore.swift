import Core
import Database

/// Logout tokens that were obeyed.
struct LogoutTokenStore: Sendable {
    /// False when the token was seen before. Also forgets those that are refused for their age.
    func insert(_ digest: [UInt8], of provider: ID, until expiresAt: Timestamp, now: Timestamp, in tx: Transaction) throws -> Bool
    {
        try tx.execute(Self.purgeRows, [.time(now)])
        return try tx.changes(Self.insertRow, [.id(provider), .bytes(digest), .time(expiresAt)]) == 1
    }

    private static let insertRow: Statement = """
        INSERT INTO logout_tokens (provider_id, digest, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
        """
    private static let purgeRows: Statement = "DELETE FROM logout_tokens WHERE expires_at < $1"
}
