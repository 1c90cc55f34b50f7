import Core
import Database

/// People between password and second factor.
struct PendingSignInStore: Sendable {
    /// Also forgets what is too old.
    func insert(_ pending: PendingSignIn, in tx: Transaction) throws {
        try tx.execute(Self.purge, [.time(pending.createdAt.adding(seconds: -3600))])
        try tx.execute(
            Self.insertRow,
            [
                .bytes(pending.digest), .id(pending.userID), .text(pending.stage.rawValue), .text(pending.language),
                .time(pending.createdAt),
            ])
    }

    func find(digest: [UInt8], in tx: Transaction) throws -> PendingSignIn? {
        try tx.first(Self.byDigest, [.bytes(digest)]) { row in
            PendingSignIn(
                digest: row.bytes(0), userID: row.id(1), stage: PendingSignIn.Stage(rawValue: row.text(2)) ?? .code,
                language: row.text(3), createdAt: row.time(4))
        }
    }

    /// False when it was used or forgotten meanwhile.
    func delete(digest: [UInt8], in tx: Transaction) throws -> Bool {
        try tx.changes(Self.deleteRow, [.bytes(digest)]) == 1
    }

    func deleteAll(userID: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteOfUser, [.id(userID)])
    }

    private static let insertRow: Statement = """
        INSERT INTO pending_sign_ins (digest, user_id, stage, language, created_at) VALUES ($1, $2, $3, $4, $5)
        """
    private static let byDigest: Statement =
        "SELECT digest, user_id, stage, language, created_at FROM pending_sign_ins WHERE digest = $1"
    private static let deleteRow: Statement = "DELETE FROM pending_sign_ins WHERE digest = $1"
    private static let deleteOfUser: Statement = "DELETE FROM pending_sign_ins WHERE user_id = $1"
    private static let purge: Statement = "DELETE FROM pending_sign_ins WHERE created_at < $1"
}
