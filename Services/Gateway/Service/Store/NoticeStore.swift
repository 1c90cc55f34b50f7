import Core
import Database
import JSON

/// The notices of the bells, and who has read them: one by one, and all up to one.
struct NoticeStore: Sendable {
    /// More than this is shown as more than this.
    static let mostCounted = 99

    /// True where it is new; else the one that is there counts once more.
    func add(
        _ id: ID, _ kind: Notice.Kind, to receiver: Notice.Receiver, except: ID?, subject: String, data: JSONValue,
        at now: Timestamp, in tx: Transaction
    ) throws -> Bool {
        let times = try tx.first(
            Self.upsert,
            [
                .id(id), .text(receiver.text), .id(except), .text(kind.rawValue), .text(subject),
                .text(String(decoding: data.json(), as: UTF8.self)), .time(now),
            ]
        ) { $0.int(0) }
        return times == 1
    }

    /// Those whose it was, where there were any.
    func settle(_ kind: Notice.Kind, subject: String, at now: Timestamp, in tx: Transaction) throws -> [String] {
        try tx.rows(Self.settleRows, [.text(kind.rawValue), .text(subject), .time(now)]) { $0.text(0) }
    }

    /// The newest first, from before an id on.
    func list(
        of receivers: [Notice.Receiver], user: ID, before: ID?, limit: Int, in tx: Transaction
    ) throws -> [Notice] {
        let mark = try mark(of: user, in: tx)
        let values = Self.values(receivers, user) + [.id(before ?? Self.last), .int(Int64(limit))]
        return try tx.rows(Self.page, values) { row in Self.notice(row, mark) }
    }

    func find(_ id: ID, of receivers: [Notice.Receiver], user: ID, in tx: Transaction) throws -> Notice? {
        let mark = try mark(of: user, in: tx)
        return try tx.first(Self.byID, Self.values(receivers, user) + [.id(id)]) { row in Self.notice(row, mark) }
    }

    /// At most one more than `mostCounted`.
    func unread(of receivers: [Notice.Receiver], user: ID, in tx: Transaction) throws -> Int {
        let values = Self.values(receivers, user) + [.id(try mark(of: user, in: tx) ?? Self.first)]
        return try tx.first(Self.countUnread, values) { $0.count(0) } ?? 0
    }

    func read(_ id: ID, by user: ID, in tx: Transaction) throws {
        try tx.execute(Self.readOne, [.id(user), .id(id)])
    }

    /// All up to this one.
    func read(until id: ID, by user: ID, in tx: Transaction) throws {
        try tx.execute(Self.readAll, [.id(user), .id(id)])
        try tx.execute(Self.forgetReads, [.id(user), .id(id)])
    }

    func purge(before time: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.purgeReads, [.time(time)])
        try tx.execute(Self.purgeNotices, [.time(time)])
    }

    private func mark(of user: ID, in tx: Transaction) throws -> ID? {
        try tx.first(Self.markOf, [.id(user)]) { $0.id(0) }
    }

    private static let first = ID(high: 0, low: 0)
    private static let last = ID(high: .max, low: .max)

    /// $1 to $5 are the receivers, $6 the user.
    private static func values(_ receivers: [Notice.Receiver], _ user: ID) -> [SQLValue] {
        let texts = receivers.map(\.text)
        return (0...Notice.Receiver.scopes.count).map { .text($0 < texts.count ? texts[$0] : "") } + [.id(user)]
    }

    private static func notice(_ row: Row, _ mark: ID?) -> Notice {
        let id = row.id(0)
        return Notice(
            id: id, kind: Notice.Kind(rawValue: row.text(1)) ?? .security, subject: row.text(2),
            data: (try? JSONValue.parse(Array(row.text(3).utf8))) ?? .object(JSONObject()), times: row.int(4), at: row.time(5),
            settledAt: row.timeOrNil(6), isRead: row.int(7) > 0 || mark.map { id <= $0 } ?? false)
    }

    private static let upsert: Statement = """
        INSERT INTO notices (id, receiver, except_id, kind, subject, data, times, at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
        ON CONFLICT (receiver, kind, subject) DO UPDATE SET times = notices.times + 1 RETURNING times
        """
    private static let settleRows: Statement = """
        UPDATE notices SET settled_at = $3 WHERE kind = $1 AND subject = $2 AND settled_at IS NULL RETURNING receiver
        """
    private static let columns: StaticString = """
        n.id, n.kind, n.subject, n.data, n.times, n.at, n.settled_at,
        (SELECT count(*) FROM notice_reads r WHERE r.user_id = $6 AND r.notice_id = n.id)
        """
    private static let own: StaticString = """
        n.receiver IN ($1, $2, $3, $4, $5) AND (n.except_id IS NULL OR n.except_id <> $6)
        """
    private static let page: Statement = """
        SELECT \(constant: columns) FROM notices n WHERE \(constant: own) AND n.id < $7 ORDER BY n.id DESC LIMIT $8
        """
    private static let byID: Statement = "SELECT \(constant: columns) FROM notices n WHERE \(constant: own) AND n.id = $7"
    private static let countUnread: Statement = """
        SELECT count(*) FROM (
            SELECT 1 FROM notices n WHERE \(constant: own) AND n.id > $7 AND n.settled_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM notice_reads r WHERE r.user_id = $6 AND r.notice_id = n.id) LIMIT 100) unread
        """
    private static let markOf: Statement = "SELECT until_id FROM notice_marks WHERE user_id = $1"
    private static let readOne: Statement = """
        INSERT INTO notice_reads (user_id, notice_id) VALUES ($1, $2) ON CONFLICT (user_id, notice_id) DO NOTHING
        """
    private static let readAll: Statement = """
        INSERT INTO notice_marks (user_id, until_id) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET until_id = excluded.until_id WHERE notice_marks.until_id < excluded.until_id
        """
    private static let forgetReads: Statement = "DELETE FROM notice_reads WHERE user_id = $1 AND notice_id <= $2"
    private static let purgeReads: Statement = """
        DELETE FROM notice_reads WHERE notice_id IN (SELECT id FROM notices WHERE at < $1)
        """
    private static let purgeNotices: Statement = "DELETE FROM notices WHERE at < $1"
}
