import Core
import Database

struct SessionStore: Sendable {
    func insert(_ session: Session, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(session.id), .bytes(session.digest), .id(session.user.id), .text(session.formToken), .text(session.language),
                .text(session.origin.address), .text(session.origin.agent), .time(session.createdAt), .time(session.seenAt),
                .time(session.provedAt),
            ])
    }

    func find(digest: [UInt8], in tx: Transaction) throws -> Session? {
        try tx.first(Self.byDigest, [.bytes(digest)], Self.session)
    }

    /// The last used first.
    func list(userID: ID, in tx: Transaction) throws -> [Session] {
        try tx.rows(Self.ofUser, [.id(userID)], Self.session)
    }

    func touch(digest: [UInt8], at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.touchRow, [.bytes(digest), .time(now)])
    }

    func setLanguage(_ language: String, digest: [UInt8], in tx: Transaction) throws {
        try tx.execute(Self.languageRow, [.bytes(digest), .text(language)])
    }

    /// Gives the session another cookie and form token; the old ones are good for nothing. False when it has ended.
    func rotate(_ id: ID, digest: [UInt8], formToken: String, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.rotateRow, [.id(id), .bytes(digest), .text(formToken), .time(now)]) == 1
    }

    func delete(digest: [UInt8], in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.bytes(digest)])
    }

    /// False when the user has no such session.
    func delete(_ id: ID, userID: ID, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.deleteOne, [.id(id), .id(userID)]) == 1
    }

    /// All of the user's, but not `kept`.
    func deleteAll(userID: ID, except kept: ID? = nil, in tx: Transaction) throws {
        if let kept {
            try tx.execute(Self.deleteOthers, [.id(userID), .id(kept)])
        } else {
            try tx.execute(Self.deleteOfUser, [.id(userID)])
        }
    }

    /// Removes sessions that have ended by age.
    func purge(_ limits: SessionLimits, now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.purgeRows, [.time(now.adding(seconds: -limits.idle)), .time(now.adding(seconds: -limits.longest))])
    }

    private static func session(_ row: Row) -> Session {
        Session(
            id: row.id(0), digest: row.bytes(1), user: UserStore.user(row, from: 9 + PreferenceStore.width),
            formToken: row.text(2),
            language: row.text(3), origin: SignInOrigin(address: row.text(4), agent: row.text(5), network: "", browser: ""),
            createdAt: row.time(6), seenAt: row.time(7), provedAt: row.time(8),
            preferences: PreferenceStore.preferences(row, from: 9))
    }

    private static let columns: StaticString = """
        s.id, s.digest, s.form_token, s.language, s.address, s.agent, s.created_at, s.seen_at, s.proved_at
        """
    private static let insertRow: Statement = """
        INSERT INTO sessions (id, digest, user_id, form_token, language, address, agent, created_at, seen_at, proved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """
    private static let byDigest: Statement = """
        SELECT \(constant: columns), \(constant: PreferenceStore.columns), \(constant: UserStore.columns) FROM sessions s
        JOIN users u ON u.id = s.user_id LEFT JOIN preferences p ON p.user_id = s.user_id WHERE s.digest = $1
        """
    private static let ofUser: Statement = """
        SELECT \(constant: columns), \(constant: PreferenceStore.columns), \(constant: UserStore.columns) FROM sessions s
        JOIN users u ON u.id = s.user_id LEFT JOIN preferences p ON p.user_id = s.user_id WHERE s.user_id = $1
        ORDER BY s.seen_at DESC, s.id DESC
        """
    private static let touchRow: Statement = "UPDATE sessions SET seen_at = $2 WHERE digest = $1"
    private static let languageRow: Statement = "UPDATE sessions SET language = $2 WHERE digest = $1"
    private static let rotateRow: Statement =
        "UPDATE sessions SET digest = $2, form_token = $3, proved_at = $4, seen_at = $4 WHERE id = $1"
    private static let deleteRow: Statement = "DELETE FROM sessions WHERE digest = $1"
    private static let deleteOne: Statement = "DELETE FROM sessions WHERE id = $1 AND user_id = $2"
    private static let deleteOthers: Statement = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2"
    private static let deleteOfUser: Statement = "DELETE FROM sessions WHERE user_id = $1"
    private static let purgeRows: Statement = "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2"
}
