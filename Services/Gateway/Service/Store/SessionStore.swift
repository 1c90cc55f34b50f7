import Core
import Database

struct SessionStore: Sendable {
    func insert(_ session: Session, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .bytes(session.digest), .id(session.user.id), .text(session.formToken), .text(session.language),
                .time(session.createdAt), .time(session.seenAt),
            ])
    }

    func find(digest: [UInt8], in tx: Transaction) throws -> Session? {
        try tx.first(Self.byDigest, [.bytes(digest)]) { row in
            Session(
                digest: digest, user: UserStore.user(row, from: 4), formToken: row.text(0), language: row.text(1),
                createdAt: row.time(2), seenAt: row.time(3))
        }
    }

    func touch(digest: [UInt8], at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.touchRow, [.bytes(digest), .time(now)])
    }

    func setLanguage(_ language: String, digest: [UInt8], in tx: Transaction) throws {
        try tx.execute(Self.languageRow, [.bytes(digest), .text(language)])
    }

    func delete(digest: [UInt8], in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.bytes(digest)])
    }

    /// Removes sessions that have ended by age.
    func purge(now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.purgeRows,
            [.time(now.adding(seconds: -Session.idle)), .time(now.adding(seconds: -Session.longest))])
    }

    /// The latest `most` failures, the last one first.
    func failures(of subject: String, atMost most: Int, in tx: Transaction) throws -> [Timestamp] {
        try tx.rows(Self.failureTimes, [.text(subject), .int(Int64(most))]) { $0.time(0) }
    }

    /// Also forgets what no longer counts.
    func recordFailure(of subject: String, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.fail, [.text(subject), .time(now)])
        try tx.execute(Self.forget, [.time(now.adding(seconds: -2 * max(SignInPolicy.window, SignInPolicy.pause)))])
    }

    func forgiveFailures(of subject: String, in tx: Transaction) throws {
        try tx.execute(Self.forgive, [.text(subject)])
    }

    func forgiveFailure(of subject: String, at moment: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.forgiveOne, [.text(subject), .time(moment)])
    }

    private static let insertRow: Statement = """
        INSERT INTO sessions (digest, user_id, form_token, language, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
        """
    private static let byDigest: Statement = """
        SELECT s.form_token, s.language, s.created_at, s.seen_at, u.id, u.login, u.name, u.password_hash, u.scopes, u.language
        FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.digest = $1
        """
    private static let failureTimes: Statement =
        "SELECT failed_at FROM sign_in_failures WHERE subject = $1 ORDER BY failed_at DESC LIMIT $2"
    private static let touchRow: Statement = "UPDATE sessions SET seen_at = $2 WHERE digest = $1"
    private static let languageRow: Statement = "UPDATE sessions SET language = $2 WHERE digest = $1"
    private static let deleteRow: Statement = "DELETE FROM sessions WHERE digest = $1"
    private static let purgeRows: Statement = "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2"
    private static let fail: Statement = "INSERT INTO sign_in_failures (subject, failed_at) VALUES ($1, $2)"
    private static let forget: Statement = "DELETE FROM sign_in_failures WHERE failed_at < $1"
    private static let forgive: Statement = "DELETE FROM sign_in_failures WHERE subject = $1"
    private static let forgiveOne: Statement = "DELETE FROM sign_in_failures WHERE subject = $1 AND failed_at = $2"
}
