import Core
import Database
import Passkeys

/// Questions that await the answer of a passkey.
struct PasskeyChallengeStore: Sendable {
    /// Also forgets those that were never answered.
    func insert(_ challenge: PasskeyChallenge, in tx: Transaction) throws {
        try tx.execute(Self.purge, [.time(challenge.createdAt.adding(seconds: -2 * ChallengeTimes.seconds))])
        try tx.execute(
            Self.insertRow,
            [
                .bytes(challenge.digest), .text(challenge.purpose.rawValue), .bytes(challenge.holder), .id(challenge.userID),
                .time(challenge.createdAt),
            ])
    }

    /// The question, which is gone from then on; `nil` when there is none, or it was taken before.
    func take(_ digest: [UInt8], in tx: Transaction) throws -> PasskeyChallenge? {
        let challenge = try tx.first(Self.byDigest, [.bytes(digest)]) { row in
            PasskeyChallenge.Purpose(rawValue: row.text(1)).map {
                PasskeyChallenge(
                    digest: row.bytes(0), purpose: $0, holder: row.bytes(2), userID: row.idOrNil(3), createdAt: row.time(4))
            }
        }
        guard try tx.changes(Self.deleteRow, [.bytes(digest)]) == 1 else { return nil }
        return challenge ?? nil
    }

    private static let insertRow: Statement = """
        INSERT INTO passkey_challenges (digest, purpose, holder, user_id, created_at) VALUES ($1, $2, $3, $4, $5)
        """
    private static let byDigest: Statement =
        "SELECT digest, purpose, holder, user_id, created_at FROM passkey_challenges WHERE digest = $1"
    private static let deleteRow: Statement = "DELETE FROM passkey_challenges WHERE digest = $1"
    private static let purge: Statement = "DELETE FROM passkey_challenges WHERE created_at < $1"
}
