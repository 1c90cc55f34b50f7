package import ContactsAPI
package import Core
package import Database

package enum TimelineStore {
    package static func add(_ entry: TimelineEntry, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(entry.account), .time(entry.at), .int(entry.sequence), .text(entry.kind), .text(entry.source),
                .text(entry.actor), .text(entry.eventID), .time(entry.time), .json(entry.data),
            ])
    }

    /// Oldest first, and of one moment in the order they were told.
    package static func all(of account: AccountID, in tx: Transaction) throws -> [TimelineEntry] {
        try tx.rows(selectAll, [.id(account)], decode)
    }

    package static func remove(of account: AccountID, in tx: Transaction) throws {
        try tx.execute(deleteAll, [.id(account)])
    }

    /// Removes entries of accounts that do not exist.
    package static func removeStray(in tx: Transaction) throws -> Int {
        try tx.changes(deleteStray)
    }

    /// Newest first, from before the given place on; of the filter, what an index knows: kinds and service.
    package static func page(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, _ filter: TimelineFilter, limit: Int, in tx: Transaction
    ) throws -> [TimelineEntry] {
        var sql: SQL = """
            SELECT account_id, at, seq, kind, source, actor, event_id, time, data FROM timeline_entries
            WHERE account_id = \(.id(account))
            """
        if let before { sql += " AND (at, seq) < (\(.time(before.at)), \(.int(before.sequence)))" }
        if let service = filter.service { sql += " AND source = \(.text("/" + service))" }
        if !filter.kinds.isEmpty {
            let conditions: [SQL] = filter.kinds.map { kind in
                kind.contains(".")
                    ? "kind = \(.text(kind))" : "(kind >= \(.text(kind + ".")) AND kind < \(.text(kind + "/")))"
            }
            sql += " AND \(AccountSearch.joined(conditions, " OR "))"
        }
        sql += " ORDER BY at DESC, seq DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, decode)
    }

    /// Those of these places that there are.
    package static func entries(
        at places: [(account: AccountID, at: Timestamp, sequence: Int64)], in tx: Transaction
    ) throws -> [TimelineEntry] {
        guard !places.isEmpty else { return [] }
        let conditions: [SQL] = places.map { place in
            "(account_id = \(.id(place.account)) AND at = \(.time(place.at)) AND seq = \(.int(place.sequence)))"
        }
        return try tx.rows(
            """
            SELECT account_id, at, seq, kind, source, actor, event_id, time, data FROM timeline_entries
            WHERE \(AccountSearch.joined(conditions, " OR ")) ORDER BY seq
            """, decode)
    }

    private static func decode(_ row: Row) -> TimelineEntry {
        TimelineEntry(
            account: AccountID(row.id(0)), at: row.time(1), sequence: row.int(2), kind: row.text(3), source: row.text(4),
            actor: row.text(5), eventID: row.text(6), time: row.time(7), data: row.bytes(8))
    }

    private static let insert: Statement = """
        INSERT INTO timeline_entries (account_id, at, seq, kind, source, actor, event_id, time, data)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """
    private static let selectAll: Statement = """
        SELECT account_id, at, seq, kind, source, actor, event_id, time, data FROM timeline_entries
        WHERE account_id = $1 ORDER BY at, seq
        """
    private static let deleteAll: Statement = "DELETE FROM timeline_entries WHERE account_id = $1"
    private static let deleteStray: Statement = """
        DELETE FROM timeline_entries WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = timeline_entries.account_id)
        """
}
