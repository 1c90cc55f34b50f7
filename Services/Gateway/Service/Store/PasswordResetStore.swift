import Core
import Database

/// Ways to a new password that were mailed, by the digests of their tokens; a person has one at most.
struct PasswordResetStore: Sendable {
    /// Seconds that a token is good.
    static let patience = 1800.0

    /// Those of before are good no more.
    func put(_ digest: [UInt8], of user: ID, at now: Timestamp, in tx: Transaction) throws {
        try deleteAll(userID: user, in: tx)
        try tx.execute(Self.insertRow, [.bytes(digest), .id(user), .time(now)])
    }

    /// Whose it is; `nil` when it was used or is too old.
    func user(digest: [UInt8], at now: Timestamp, in tx: Transaction) throws -> ID? {
        try tx.first(Self.byDigest, [.bytes(digest), .time(now.adding(seconds: -Self.patience))]) { $0.id(0) }
    }

    /// False when somebody else was faster.
    func use(digest: [UInt8], in tx: Transaction) throws -> Bool {
        try tx.changes(Self.deleteRow, [.bytes(digest)]) == 1
    }

    func deleteAll(userID: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteOfUser, [.id(userID)])
    }

    private static let insertRow: Statement =
        "INSERT INTO password_resets (digest, user_id, created_at) VALUES ($1, $2, $3)"
    private static let byDigest: Statement = "SELECT user_id FROM password_resets WHERE digest = $1 AND created_at > $2"
    private static let deleteRow: Statement = "DELETE FROM password_resets WHERE digest = $1"
    private static let deleteOfUser: Statement = "DELETE FROM password_resets WHERE user_id = $1"
}
