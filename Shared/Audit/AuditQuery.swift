package import Core
package import Database

/// Which entries somebody looks for, the newest first.
package struct AuditQuery: Hashable, Sendable {
    package var actor: String?
    package var record: String?
    package var action: AuditAction?
    package var resource: Resource?
    /// The request id, which the parts of one request in several services share.
    package var request: String?
    package var from: Timestamp?
    package var to: Timestamp?
    /// Only entries before this one.
    package var before: ID?

    package init() {}
}

extension AuditStore {
    /// A page of entries with their numbers, the newest first; unsealed ones have none yet.
    package static func page(
        _ query: AuditQuery, limit: Int, in tx: Transaction
    ) throws -> [(entry: AuditEntry, number: Int64?)] {
        var sql: SQL = "SELECT \(constant: columns), e.number FROM audit_entries e"
        if let record = query.record {
            // Through the index of records alone, which has the order of the ids too.
            sql += " JOIN audit_records r ON r.entry_id = e.id WHERE r.record_id = \(.text(record))"
            if let before = query.before { sql += " AND r.entry_id < \(.id(before))" }
        } else {
            sql += " WHERE 1 = 1"
            if let before = query.before { sql += " AND e.id < \(.id(before))" }
        }
        if let actor = query.actor { sql += " AND e.actor = \(.text(actor))" }
        if let action = query.action { sql += " AND e.action = \(.text(action.rawValue))" }
        if let resource = query.resource { sql += " AND e.resource = \(.text(resource.rawValue))" }
        if let request = query.request { sql += " AND e.request = \(.text(request))" }
        if let from = query.from { sql += " AND e.id >= \(.id(first(at: from)))" }
        if let to = query.to { sql += " AND e.id < \(.id(first(at: to)))" }
        sql += query.record == nil ? " ORDER BY e.id DESC" : " ORDER BY r.entry_id DESC"
        sql += " LIMIT \(.int(limit))"
        return try tx.rows(sql) { row in (try entry(row), row.intOrNil(15)) }
    }

    /// The least id that an entry of this moment or later can have.
    private static func first(at moment: Timestamp) -> ID {
        let milliseconds = max(0, moment.microseconds / 1000 + (moment.microseconds % 1000 > 0 ? 1 : 0))
        return ID(high: UInt64(min(milliseconds, 1 << 47)) << 16, low: 0)
    }
}
