import Core
import Database

/// Authenticator apps and recovery codes of persons.
struct SecondFactorStore: Sendable {
    func find(_ user: ID, in tx: Transaction) throws -> SecondFactor? {
        try tx.first(Self.byUser, [.id(user)]) { row in
            SecondFactor(
                userID: row.id(0), secret: row.isNull(1) ? nil : row.bytes(1), confirmedAt: row.timeOrNil(2),
                lastStep: row.int(3), wanted: row.isNull(4) ? nil : row.bytes(4), wantedAt: row.timeOrNil(5))
        }
    }

    /// Keeps a secret that was shown, until its first code comes.
    func want(_ sealed: [UInt8], of user: ID, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.upsertWanted, [.id(user), .bytes(sealed), .time(now)])
    }

    /// The secret that was shown becomes the one that counts.
    func confirm(_ user: ID, step: Int64, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.confirmRow, [.id(user), .int(step), .time(now)])
    }

    /// False when a code of this step or a later one was used already.
    func use(step: Int64, of user: ID, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.useStep, [.id(user), .int(step)]) == 1
    }

    /// The second factor and its recovery codes; false when there was none.
    func delete(_ user: ID, in tx: Transaction) throws -> Bool {
        try tx.execute(Self.deleteCodes, [.id(user)])
        return try tx.changes(Self.deleteRow, [.id(user)]) == 1
    }

    /// Whether anything is sealed in the database.
    func holdsSecrets(in tx: Transaction) throws -> Bool {
        try tx.first(Self.any) { $0.int(0) } != nil
    }

    /// Those of before are good no more.
    func replaceCodes(_ digests: [[UInt8]], of user: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteCodes, [.id(user)])
        for digest in digests { try tx.execute(Self.insertCode, [.id(user), .bytes(digest)]) }
    }

    /// False when it is none of his, or was used before.
    func useCode(_ digest: [UInt8], of user: ID, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.deleteCode, [.id(user), .bytes(digest)]) == 1
    }

    func codesLeft(_ user: ID, in tx: Transaction) throws -> Int64 {
        try tx.first(Self.countCodes, [.id(user)]) { $0.int(0) } ?? 0
    }

    private static let byUser: Statement = """
        SELECT user_id, secret, confirmed_at, last_step, wanted, wanted_at FROM second_factors WHERE user_id = $1
        """
    private static let upsertWanted: Statement = """
        INSERT INTO second_factors (user_id, secret, confirmed_at, last_step, wanted, wanted_at)
        VALUES ($1, NULL, NULL, 0, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET wanted = excluded.wanted, wanted_at = excluded.wanted_at
        """
    private static let confirmRow: Statement = """
        UPDATE second_factors SET secret = wanted, confirmed_at = $3, last_step = $2, wanted = NULL, wanted_at = NULL
        WHERE user_id = $1 AND wanted IS NOT NULL
        """
    private static let useStep: Statement = "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2"
    private static let deleteRow: Statement = "DELETE FROM second_factors WHERE user_id = $1"
    private static let any: Statement = "SELECT 1 FROM second_factors LIMIT 1"
    private static let insertCode: Statement = "INSERT INTO recovery_codes (user_id, digest) VALUES ($1, $2)"
    private static let deleteCode: Statement = "DELETE FROM recovery_codes WHERE user_id = $1 AND digest = $2"
    private static let deleteCodes: Statement = "DELETE FROM recovery_codes WHERE user_id = $1"
    private static let countCodes: Statement = "SELECT count(*) FROM recovery_codes WHERE user_id = $1"
}
