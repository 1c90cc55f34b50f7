package import ContactsAPI
package import Core
package import Database
import JSON

/// Which customers left, by whom and when. Rows are never removed.
package enum ExportStore {
    /// `asker` is the user, or a token that belongs to nobody.
    package static func add(_ export: ExportResource, asker: String, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(export.id), .text(asker), .json(export.by.json()), .id(export.userID),
                .json(KeptExportContent(export.content).json()), .id(export.after?.id), .int(export.leaving), .int(export.seen),
                .int(export.rows), .text(export.state.rawValue), .time(export.beganAt), .id(export.requestID),
            ])
    }

    package static func end(_ id: ID, _ state: ExportState, rows: Int, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(finish, [.id(id), .text(state.rawValue), .int(rows), .time(now)])
    }

    /// How many customers went to the asker since then without anybody's approval; of exports that run, or whose end nobody saw,
    /// those that were to go.
    package static func rows(of asker: String, since bound: Timestamp, in tx: Transaction) throws -> Int64 {
        try tx.first(sum, [.text(asker), .time(bound)]) { $0.int(0) } ?? 0
    }

    /// With who asked for it.
    package static func find(_ id: ID, in tx: Transaction) throws -> (export: ExportResource, asker: String)? {
        try tx.first(selectOne, [.id(id)]) { (try decode($0), $0.text(12)) }
    }

    /// Newest first; `asker` `nil`: everybody's.
    package static func page(of asker: String?, before: ID?, limit: Int, in tx: Transaction) throws -> [ExportResource] {
        var sql: SQL = "SELECT \(constant: columns) FROM exports WHERE 1 = 1"
        if let asker { sql += " AND asker = \(.text(asker))" }
        if let before { sql += " AND id < \(.id(before))" }
        sql += " ORDER BY id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, decode)
    }

    private static func decode(_ row: Row) throws -> ExportResource {
        ExportResource(
            id: row.id(0), by: try Shapes.decode(ActorResource.self, from: row.bytes(1)), userID: row.idOrNil(2),
            content: try Shapes.decode(KeptExportContent.self, from: row.bytes(3)).content,
            after: row.idOrNil(4).map { AccountID($0) }, leaving: row.int(5), seen: row.int(6), rows: row.int(7),
            state: ExportState(rawValue: row.text(8)) ?? .running, beganAt: row.time(9), endedAt: row.timeOrNil(10),
            requestID: row.idOrNil(11))
    }

    private static let columns: StaticString = """
        id, by_actor, user_id, content, after_id, leaving, seen, row_count, state, began_at, ended_at, request_id, asker
        """
    private static let insert: Statement = """
        INSERT INTO exports
        (id, asker, by_actor, user_id, content, after_id, leaving, seen, row_count, state, began_at, request_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """
    private static let finish: Statement = "UPDATE exports SET state = $2, row_count = $3, ended_at = $4 WHERE id = $1"
    private static let sum: Statement = """
        SELECT CAST(coalesce(sum(row_count), 0) AS bigint) FROM exports
        WHERE asker = $1 AND began_at > $2 AND request_id IS NULL
        """
    private static let selectOne: Statement = "SELECT \(constant: columns) FROM exports WHERE id = $1"
}
