import Core
import Database

struct PasskeyStore: Sendable {
    func insert(_ passkey: Passkey, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(passkey.id), .id(passkey.userID), .bytes(passkey.credentialID), .bytes(passkey.publicKey),
                .int(passkey.signCount), .text(passkey.name), .text(passkey.transports.joined(separator: " ")),
                .bool(passkey.canBeBackedUp), .bool(passkey.isBackedUp), .time(passkey.createdAt), .time(passkey.lastUsedAt),
                .int(passkey.version), .time(passkey.copiedAt),
            ])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Passkey? {
        try tx.first(Self.byID, [.id(id)], Self.passkey)
    }

    /// By what its authenticator calls it.
    func find(credentialID: [UInt8], in tx: Transaction) throws -> Passkey? {
        try tx.first(Self.byCredential, [.bytes(credentialID)], Self.passkey)
    }

    /// The oldest first.
    func list(of user: ID, in tx: Transaction) throws -> [Passkey] {
        try tx.rows(Self.byUser, [.id(user)], Self.passkey)
    }

    func has(_ user: ID, in tx: Transaction) throws -> Bool {
        try tx.first(Self.any, [.id(user)]) { $0.int(0) } != nil
    }

    func rename(_ id: ID, to name: String, version: Int64, in tx: Transaction) throws {
        try tx.execute(Self.renameRow, [.id(id), .text(name), .int(version)])
    }

    /// It was used; its version stays, as nothing changed that anybody decides by.
    func use(_ id: ID, signCount: Int64, isBackedUp: Bool, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.useRow, [.id(id), .int(signCount), .bool(isBackedUp), .time(now)])
    }

    /// Somebody has a copy of it.
    func distrust(_ id: ID, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.distrustRow, [.id(id), .time(now)])
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    private static func passkey(_ row: Row) -> Passkey {
        Passkey(
            id: row.id(0), userID: row.id(1), credentialID: row.bytes(2), publicKey: row.bytes(3), signCount: row.int(4),
            name: row.text(5), transports: row.text(6).split(separator: " ").map(String.init), canBeBackedUp: row.bool(7),
            isBackedUp: row.bool(8), createdAt: row.time(9), lastUsedAt: row.timeOrNil(10), copiedAt: row.timeOrNil(12),
            version: row.int(11))
    }

    private static let columns: StaticString = """
        id, user_id, credential_id, public_key, sign_count, name, transports, can_be_backed_up, is_backed_up, created_at,
        last_used_at, version, copied_at
        """
    private static let insertRow: Statement = """
        INSERT INTO passkeys (\(constant: columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """
    private static let byID: Statement = "SELECT \(constant: columns) FROM passkeys WHERE id = $1"
    private static let byCredential: Statement = "SELECT \(constant: columns) FROM passkeys WHERE credential_id = $1"
    private static let byUser: Statement =
        "SELECT \(constant: columns) FROM passkeys WHERE user_id = $1 ORDER BY created_at, id"
    private static let any: Statement = "SELECT 1 FROM passkeys WHERE user_id = $1 LIMIT 1"
    private static let renameRow: Statement = "UPDATE passkeys SET name = $2, version = $3 WHERE id = $1"
    private static let useRow: Statement =
        "UPDATE passkeys SET sign_count = $2, is_backed_up = $3, last_used_at = $4 WHERE id = $1"
    private static let distrustRow: Statement =
        "UPDATE passkeys SET copied_at = $2 WHERE id = $1 AND copied_at IS NULL"
    private static let deleteRow: Statement = "DELETE FROM passkeys WHERE id = $1"
}
