package import ContactsAPI
package import Core
package import Database

/// Accounts of owners with whom nothing has happened for long. Mails that go out by themselves are nothing.
package enum IdleStore {
    /// In the order of their last change, from after `place` on; each is held, and those that others hold are passed over.
    package static func page(
        before bound: Timestamp, after place: (changedAt: Timestamp, id: AccountID)?, limit: Int, in tx: Transaction
    ) throws -> [(changedAt: Timestamp, id: AccountID)] {
        let start = place.map { ($0.changedAt, $0.id.id) } ?? (Timestamp(microseconds: 0), ID(high: 0, low: 0))
        return try tx.rows(select, [.time(bound), .time(start.0), .id(start.1), .int(limit)]) { row in
            (row.time(0), AccountID(row.id(1)))
        }
    }

    private static let select: Statement = """
        SELECT a.changed_at, a.id FROM accounts a
        WHERE a.owner_id IS NOT NULL AND a.changed_at < $1 AND (a.changed_at, a.id) > ($2, $3)
        AND NOT EXISTS (
            SELECT 1 FROM timeline_entries t WHERE t.account_id = a.id AND t.at >= $1 AND t.kind NOT LIKE 'mail.%')
        ORDER BY a.changed_at, a.id LIMIT $4 \(.forUpdateSkipLocked)
        """
}
