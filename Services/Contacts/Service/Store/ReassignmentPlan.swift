package import Access
package import ContactsAPI
package import Core
package import Database

/// Which accounts a reassignment is about, found and noted by the database itself, however many they are.
package enum ReassignmentPlan {
    /// How many accounts match, of those in `rows`; at most `limit`.
    package static func count(
        _ filter: ReassignmentFilter, in rows: AccessFilter.Rows, limit: Int, _ tx: Transaction
    ) throws -> Int64 {
        guard let condition = condition(filter, in: rows) else { return 0 }
        let sql: SQL =
            "SELECT count(*) FROM (SELECT 1 AS one FROM accounts a WHERE \(condition) LIMIT \(.int(limit))) found"
        return try tx.first(sql) { $0.int(0) } ?? 0
    }

    /// Notes the accounts that match, each with its receiver; returns how many. Those of no receiver are left out.
    package static func note(
        _ filter: ReassignmentFilter, in rows: AccessFilter.Rows, _ kind: ReassignmentRule.Kind, slots: Int, of id: ID,
        _ tx: Transaction
    ) throws -> Int {
        guard let condition = condition(filter, in: rows) else { return 0 }
        let mine: SQL = kind == .perUnit ? "t.for_unit_id = n.unit_id" : "t.slot = (n.place - 1) % \(.int(slots))"
        return try tx.changes(
            """
            INSERT INTO reassignment_items
            (reassignment_id, position, account_id, slot, from_owner_id, from_unit_id, state, note, version)
            SELECT t.reassignment_id, n.place, n.id, t.slot, n.owner_id, n.unit_id,
            CASE WHEN \(isThere) THEN 'skipped' ELSE 'planned' END, CASE WHEN \(isThere) THEN 'already-there' END, 0
            FROM (SELECT row_number() OVER (ORDER BY a.id) AS place, a.id, a.owner_id, a.unit_id FROM accounts a
                WHERE \(condition)) n
            JOIN reassignment_targets t ON t.reassignment_id = \(.id(id)) AND \(mine)
            """)
    }

    private static let isThere: SQL = """
        (n.owner_id = t.owner_id OR (n.owner_id IS NULL AND t.owner_id IS NULL AND n.unit_id = t.unit_id))
        """

    /// Skips what is planned and stands in a reassignment that is under way.
    package static func skipElsewhere(_ id: ID, _ tx: Transaction) throws {
        try tx.execute(skipOthers, [.id(id), .text(ReassignmentNote.elsewhere)])
    }

    /// Whoever begins or undoes it may do so only to rows of his: others in state `from` become `to`.
    package static func hold(
        _ id: ID, to rows: AccessFilter.Rows, from: ReassignmentItemState, becoming state: ReassignmentItemState,
        _ tx: Transaction
    ) throws {
        let mine: SQL
        switch rows {
        case .everything: return
        case .nothing: mine = ""
        case .some(let condition):
            mine = " AND account_id NOT IN (SELECT a.id FROM accounts a WHERE \(condition))"
        }
        _ = try tx.changes(
            """
            UPDATE reassignment_items SET state = \(.text(state.rawValue)), note = \(.text(ReassignmentNote.missingRight))
            WHERE reassignment_id = \(.id(id)) AND state = \(.text(from.rawValue))\(mine)
            """)
    }

    /// `nil` when there can be none.
    private static func condition(_ filter: ReassignmentFilter, in rows: AccessFilter.Rows) -> SQL? {
        var parts: [SQL] = []
        switch rows {
        case .everything: break
        case .nothing: return nil
        case .some(let condition): parts.append(condition)
        }
        if let owner = filter.ownerID { parts.append("a.owner_id = \(.id(owner))") }
        if let unit = filter.unitID { parts.append("a.unit_id = \(.id(unit))") }
        if filter.isQueue { parts.append("a.owner_id IS NULL") }
        if let accounts = filter.accounts {
            parts.append("a.id IN \(AccountSearch.joined(accounts.map { "\(.id($0))" }, ", "))")
        }
        return parts.isEmpty ? "1 = 1" : AccountSearch.joined(parts, " AND ")
    }

    private static let skipOthers: Statement = """
        UPDATE reassignment_items SET state = 'skipped', note = $2 WHERE reassignment_id = $1 AND state = 'planned'
        AND account_id IN (
            SELECT o.account_id FROM reassignment_items o JOIN reassignments r ON r.id = o.reassignment_id
            WHERE o.state = 'planned' AND r.state = 'running' AND o.reassignment_id <> $1)
        """
}
