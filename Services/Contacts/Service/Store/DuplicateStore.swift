package import ContactsAPI
package import Core
package import Database

package enum DuplicateStore {
    /// Records that an order named both; a pair known already is counted once more.
    package static func record(
        id: ID, chosen: AccountMatch.Found, other: AccountMatch.Found, order: ArrivingOrder, at now: Timestamp, in tx: Transaction
    ) throws {
        let (low, high) = chosen.account.id < other.account.id ? (chosen, other) : (other, chosen)
        try tx.execute(
            upsert,
            [
                .id(id), .id(low.account), .id(high.account), .id(chosen.account), .text(chosen.by.rawValue),
                .text(other.by.rawValue), .text(order.source), .text(order.number), .time(now),
            ])
    }

    /// Newest first. A pair tells by what both are known: it is there for whom both sides show contact and identifiers. The order
    /// that named them is told to those who may see it.
    package static func page(
        before: ID?, limit: Int, rights: AccountRights, in tx: Transaction
    ) throws -> [SuspectedDuplicateResource] {
        let rows = rights.rows(showing: [.contact, .identifiers])
        guard !rows.isNothing else { return [] }
        let withOrders = rights.rowsWithOrders()
        var sql: SQL = """
            SELECT d.id, d.low_id, d.high_id, d.chosen_id, d.chosen_by, d.other_by, d.source, d.number, d.times, low.name, high.name,
            d.found_at, \(seen("d.chosen_id", withOrders))
            FROM suspected_duplicates d JOIN accounts low ON low.id = d.low_id JOIN accounts high ON high.id = d.high_id
            WHERE d.id < \(.id(before ?? ID(high: UInt64.max, low: UInt64.max)))
            """
        if rows.condition != nil { sql += " AND \(seen("d.low_id", rows)) AND \(seen("d.high_id", rows))" }
        sql += " ORDER BY d.id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, decode)
    }

    private static func seen(_ account: StaticString, _ rows: AccountRows) -> SQL {
        guard !rows.isNothing else { return "FALSE" }
        guard let condition = rows.condition else { return "TRUE" }
        return "EXISTS (SELECT 1 FROM accounts a WHERE a.id = \(constant: account) AND \(condition))"
    }

    private static func decode(_ row: Row) -> SuspectedDuplicateResource {
        let isLowChosen = row.id(1) == row.id(3)
        let low = (AccountID(row.id(1)), row.text(9))
        let high = (AccountID(row.id(2)), row.text(10))
        let (chosen, other) = isLowChosen ? (low, high) : (high, low)
        let seesOrder = row.bool(12)
        return SuspectedDuplicateResource(
            id: row.id(0), chosen: .init(account: chosen.0, name: chosen.1, matchedBy: row.text(4)),
            other: .init(account: other.0, name: other.1, matchedBy: row.text(5)), source: seesOrder ? row.text(6) : nil,
            number: seesOrder ? row.text(7) : nil, times: row.int(8), foundAt: row.time(11))
    }

    private static let upsert: Statement = """
        INSERT INTO suspected_duplicates
        (id, low_id, high_id, chosen_id, chosen_by, other_by, source, number, times, found_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)
        ON CONFLICT (low_id, high_id) DO UPDATE SET times = suspected_duplicates.times + 1
        """
}
