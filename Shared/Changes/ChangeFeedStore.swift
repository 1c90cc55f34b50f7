import Core
import Database

/// What the feed itself has to remember.
enum ChangeFeedStore {
    /// Keeps `fresh` unless there is a secret already, and returns the one that is kept.
    static func secret(_ fresh: [UInt8], in tx: Transaction) throws -> [UInt8] {
        try tx.execute(insertSecret, [.bytes(fresh)])
        return try tx.first(selectSecret) { $0.bytes(0) } ?? fresh
    }

    /// Whether changes are kept that a transaction made which this database has not seen yet: they were restored from the backup of
    /// another cluster, and those to come would stand before them.
    static func isForeign(in tx: Transaction) throws -> Bool {
        try tx.first(selectForeign) { $0.int(0) } ?? 0 > 0
    }

    /// Forgets all changes, and every position with them.
    static func begin(anew secret: [UInt8], in tx: Transaction) throws {
        try tx.execute(deleteAll)
        try tx.execute(renew, [.bytes(secret)])
    }

    static func passed(in tx: Transaction) throws -> Timestamp? {
        try tx.first(selectPassed) { $0.timeOrNil(0) } ?? nil
    }

    static func passed(_ moment: Timestamp, in tx: Transaction) throws {
        try tx.execute(setPassed, [.time(moment)])
    }

    /// Accounts on which shares began or ended after `from` and until `until`, with those for whom one ended and when.
    static func sharesPassed(after from: Timestamp, until: Timestamp, in tx: Transaction) throws -> [ID: [ID: Timestamp]] {
        var passed: [ID: [ID: Timestamp]] = [:]
        let bounds: [SQLValue] = [.time(from), .time(until)]
        try tx.each(selectEnded, bounds) { row in
            passed[row.id(0), default: [:]][row.id(1)] = row.time(2)
            return true
        }
        try tx.each(selectBegun, bounds) { row in
            passed[row.id(0)] = passed[row.id(0)] ?? [:]
            return true
        }
        return passed
    }

    private static let insertSecret: Statement = """
        INSERT INTO change_feed (id, secret, cut_tx, cut_seq) VALUES (1, $1, 0, 0) ON CONFLICT (id) DO NOTHING
        """
    private static let selectSecret: Statement = "SELECT secret FROM change_feed WHERE id = 1 \(.forUpdate)"
    private static let selectForeign = Statement(
        postgres: """
            SELECT count(*) FROM (SELECT 1 FROM changes
            WHERE tx >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) LIMIT 1) AS foreign_changes
            """,
        sqlite: "SELECT 0")
    private static let deleteAll: Statement = "DELETE FROM changes"
    private static let renew: Statement = "UPDATE change_feed SET secret = $1, cut_tx = 0, cut_seq = 0 WHERE id = 1"
    private static let selectPassed: Statement = "SELECT passed_at FROM change_feed WHERE id = 1 \(.forUpdate)"
    private static let setPassed: Statement = "UPDATE change_feed SET passed_at = $1 WHERE id = 1"
    private static let selectEnded: Statement = """
        SELECT record_id, principal_id, until_at FROM record_shares WHERE until_at > $1 AND until_at <= $2 ORDER BY until_at
        """
    private static let selectBegun: Statement = "SELECT record_id FROM record_shares WHERE from_at > $1 AND from_at <= $2"
}
