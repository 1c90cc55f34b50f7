import Core
import Database

/// What people were told of, so that nobody can fill somebody's mailbox, and the browsers they were seen with.
struct SecurityNoticeStore: Sendable {
    /// False when the person was told of this kind of thing within the last `seconds`.
    func note(_ kind: String, of user: ID, atMostEvery seconds: Double, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.upsertNotice, [.id(user), .text(kind), .time(now), .time(now.adding(seconds: -seconds))]) == 1
    }

    /// Whether the browser is new to somebody who was seen with others before. It is known from now on; one that was not seen for
    /// 400 days, as long as browsers keep a cookie, is forgotten.
    func isNew(browser digest: [UInt8], of user: ID, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.execute(Self.forget, [.id(user), .time(now.adding(days: -400))])
        if try tx.changes(Self.see, [.id(user), .bytes(digest), .time(now)]) == 1 { return false }
        let hadOthers = try tx.first(Self.any, [.id(user)]) { $0.int(0) } != nil
        try tx.execute(Self.insertBrowser, [.id(user), .bytes(digest), .time(now)])
        return hadOthers
    }

    private static let upsertNotice: Statement = """
        INSERT INTO security_notices (user_id, kind, noted_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, kind) DO UPDATE SET noted_at = excluded.noted_at WHERE security_notices.noted_at <= $4
        """
    private static let forget: Statement = "DELETE FROM known_browsers WHERE user_id = $1 AND seen_at < $2"
    private static let see: Statement = "UPDATE known_browsers SET seen_at = $3 WHERE user_id = $1 AND digest = $2"
    private static let any: Statement = "SELECT 1 FROM known_browsers WHERE user_id = $1 LIMIT 1"
    private static let insertBrowser: Statement = """
        INSERT INTO known_browsers (user_id, digest, seen_at) VALUES ($1, $2, $3) ON CONFLICT (user_id, digest) DO NOTHING
        """
}
