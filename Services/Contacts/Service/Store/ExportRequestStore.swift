package import ContactsAPI
package import Core
package import Database
import JSON

/// Who asked for which large export, and how it was answered.
package enum ExportRequestStore {
    package static func add(_ request: ExportRequestResource, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(request.id), .id(request.requesterID), .text(request.requesterName),
                .json(KeptExportContent(request.content).json()), .text(request.reason), .int(request.leaving),
                .int(request.seen), .text(request.course.state.rawValue), .time(request.course.createdAt),
            ])
    }

    package static func find(_ id: ID, in tx: Transaction) throws -> ExportRequestResource? {
        try tx.first(selectOne, [.id(id)], decode)
    }

    /// False when somebody was faster: only an open request is answered.
    package static func answer(_ request: ExportRequestResource, in tx: Transaction) throws -> Bool {
        try tx.changes(update, [.id(request.id)] + request.course.answerValues) == 1
    }

    /// False when it is not approved any more.
    package static func revoke(_ request: ExportRequestResource, in tx: Transaction) throws -> Bool {
        try tx.changes(takeBack, [.id(request.id)] + request.course.answerValues) == 1
    }

    /// The open requests of one person.
    package static func open(of requester: ID, limit: Int, in tx: Transaction) throws -> [ExportRequestResource] {
        try page(of: requester, state: .open, before: nil, limit: limit, in: tx)
    }

    package static func countOpen(of requester: ID, in tx: Transaction) throws -> Int64 {
        try tx.first(selectOpen, [.id(requester)]) { $0.int(0) } ?? 0
    }

    /// Newest first; `requester` `nil`: everybody's.
    package static func page(
        of requester: ID?, state: RequestState?, before: ID?, limit: Int, in tx: Transaction
    ) throws -> [ExportRequestResource] {
        var sql: SQL = "SELECT \(constant: columns), \(constant: RequestCourse.columns) FROM export_requests WHERE 1 = 1"
        if let requester { sql += " AND requester_id = \(.id(requester))" }
        if let state { sql += " AND state = \(.text(state.rawValue))" }
        if let before { sql += " AND id < \(.id(before))" }
        sql += " ORDER BY id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, decode)
    }

    private static func decode(_ row: Row) throws -> ExportRequestResource {
        ExportRequestResource(
            id: row.id(0), requesterID: row.id(1), requesterName: row.text(2),
            content: try Shapes.decode(KeptExportContent.self, from: row.bytes(3)).content, reason: row.text(4),
            leaving: row.int(5), seen: row.int(6), course: try RequestCourse(row, from: 7))
    }

    private static let columns: StaticString = "id, requester_id, requester_name, content, reason, leaving, seen"
    private static let insert: Statement = """
        INSERT INTO export_requests (id, requester_id, requester_name, content, reason, leaving, seen, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """
    private static let selectOne: Statement =
        "SELECT \(constant: columns), \(constant: RequestCourse.columns) FROM export_requests WHERE id = $1"
    private static let selectOpen: Statement =
        "SELECT count(*) FROM export_requests WHERE requester_id = $1 AND state = 'open'"
    private static let update: Statement = """
        UPDATE export_requests SET state = $2, answered_at = $3, answered_by = $4, answer = $5, until_at = $6
        WHERE id = $1 AND state = 'open'
        """
    private static let takeBack: Statement = """
        UPDATE export_requests SET state = $2, answered_at = $3, answered_by = $4, answer = $5, until_at = $6
        WHERE id = $1 AND state = 'approved'
        """
}
