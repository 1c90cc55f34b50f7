package import Access
package import ContactsAPI
package import Core
package import Database

/// The accounts of a reassignment, in the order of their ids.
package enum ReassignmentItemStore {
    package static func next(
        of id: ID, _ state: ReassignmentItemState, limit: Int, in tx: Transaction
    ) throws -> [ReassignmentItem] {
        try tx.rows(selectNext, [.id(id), .text(state.rawValue), .int(limit)], decode)
    }

    package static func set(
        _ item: ReassignmentItem, of id: ID, _ state: ReassignmentItemState, note: String? = nil, version: Int64,
        in tx: Transaction
    ) throws {
        try tx.execute(update, [.id(id), .int(item.position), .text(state.rawValue), .text(note), .int(version)])
    }

    package static func counts(of id: ID, in tx: Transaction) throws -> ReassignmentCounts {
        var counts = ReassignmentCounts()
        try tx.each(countStates, [.id(id)]) { row in
            switch ReassignmentItemState(rawValue: row.text(0)) {
            case .planned: counts.planned = row.int(1)
            case .moved: counts.moved = row.int(1)
            case .skipped: counts.skipped = row.int(1)
            case .undone: counts.undone = row.int(1)
            case .kept: counts.kept = row.int(1)
            case nil: break
            }
            return true
        }
        return counts
    }

    /// Why accounts were not moved or not put back, and how many.
    package static func notes(of id: ID, in tx: Transaction) throws -> [ReassignmentConflict] {
        try tx.rows(countNotes, [.id(id)]) { ReassignmentConflict(code: $0.text(0), accounts: $0.int(1)) }
    }

    /// How many go to each receiver, or went; those that are skipped go to none.
    package static func shares(of id: ID, in tx: Transaction) throws -> [(slot: Int, accounts: Int64)] {
        try tx.rows(countSlots, [.id(id)]) { ($0.count(0), $0.int(1)) }
    }

    /// Where those that were moved came from.
    package static func origins(of id: ID, in tx: Transaction) throws -> [Ownership] {
        try tx.rows(selectOrigins, [.id(id)]) { Ownership(owner: $0.idOrNil(0), unit: $0.id(1)) }
    }

    /// With the accounts' names, of those rows that are seen.
    package static func page(
        of id: ID, _ state: ReassignmentItemState?, after position: Int64, seen rows: AccessFilter.Rows, limit: Int,
        in tx: Transaction
    ) throws -> [(item: ReassignmentItem, name: String)] {
        var sql: SQL = """
            SELECT \(constant: columns), a.name FROM reassignment_items i
            JOIN reassignment_targets t ON t.reassignment_id = i.reassignment_id AND t.slot = i.slot
            JOIN accounts a ON a.id = i.account_id
            WHERE i.reassignment_id = \(.id(id)) AND i.position > \(.int(position))
            """
        if let state { sql += " AND i.state = \(.text(state.rawValue))" }
        switch rows {
        case .everything: break
        case .nothing: return []
        case .some(let condition): sql += " AND \(condition)"
        }
        sql += " ORDER BY i.position LIMIT \(.int(limit))"
        return try tx.rows(sql) { (try decode($0), $0.text(9)) }
    }

    private static func decode(_ row: Row) throws -> ReassignmentItem {
        ReassignmentItem(
            position: row.int(0), account: AccountID(row.id(1)), from: Ownership(owner: row.idOrNil(2), unit: row.id(3)),
            to: Ownership(owner: row.idOrNil(4), unit: row.id(5)),
            state: ReassignmentItemState(rawValue: row.text(6)) ?? .planned, note: row.textOrNil(7), version: row.int(8))
    }

    private static let columns: StaticString = """
        i.position, i.account_id, i.from_owner_id, i.from_unit_id, t.owner_id, t.unit_id, i.state, i.note, i.version
        """
    private static let selectNext: Statement = """
        SELECT \(constant: columns) FROM reassignment_items i
        JOIN reassignment_targets t ON t.reassignment_id = i.reassignment_id AND t.slot = i.slot
        WHERE i.reassignment_id = $1 AND i.state = $2 ORDER BY i.position LIMIT $3
        """
    private static let update: Statement = """
        UPDATE reassignment_items SET state = $3, note = $4, version = $5 WHERE reassignment_id = $1 AND position = $2
        """
    private static let countStates: Statement =
        "SELECT state, count(*) FROM reassignment_items WHERE reassignment_id = $1 GROUP BY state"
    private static let countNotes: Statement = """
        SELECT note, count(*) FROM reassignment_items WHERE reassignment_id = $1 AND note IS NOT NULL GROUP BY note ORDER BY note
        """
    private static let countSlots: Statement = """
        SELECT slot, count(*) FROM reassignment_items WHERE reassignment_id = $1 AND state <> 'skipped' GROUP BY slot ORDER BY slot
        """
    private static let selectOrigins: Statement = """
        SELECT DISTINCT from_owner_id, from_unit_id FROM reassignment_items WHERE reassignment_id = $1 AND state = 'moved'
        """
}
