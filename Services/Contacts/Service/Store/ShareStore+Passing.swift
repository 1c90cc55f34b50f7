package import Access
import ContactsAPI
package import Core
package import Database

/// Places in teams that go from somebody who leaves to a successor.
extension ShareStore {
    /// Notes which of the user's places in teams go on: those on accounts in `rows`, and of those that let accounts be changed the
    /// ones in `changing`, so that nobody gives what he could not give one by one.
    package static func markPassing(
        of user: ID, for reassignment: ID, in rows: AccessFilter.Rows, changing: AccessFilter.Rows, _ tx: Transaction
    ) throws {
        guard let mine = condition(rows) else { return }
        var sql: SQL = """
            UPDATE account_shares SET passes_for = \(.id(reassignment))
            WHERE user_id = \(.id(user)) AND ended_at IS NULL AND role IS NOT NULL AND \(mine) AND (may_change = \(.bool(false))
            """
        if let changing = condition(changing) { sql += " OR \(changing)" }
        sql += ")"
        _ = try tx.changes(sql)
    }

    package static func passes(_ share: Share, for reassignment: ID, in tx: Transaction) throws -> Bool {
        try tx.first(selectPassing, [.id(share.id), .id(reassignment)]) { $0.int(0) } != nil
    }

    /// Notes that a successor has it by this off-boarding.
    package static func markMade(_ share: Share, for reassignment: ID, in tx: Transaction) throws {
        try tx.execute(noteMade, [.id(share.id), .id(reassignment)])
    }

    /// What successors have by this off-boarding and still stands, in the order of the accounts.
    package static func made(for reassignment: ID, limit: Int, in tx: Transaction) throws -> [Share] {
        try tx.rows(selectMade, [.id(reassignment), .int(limit)], decode)
    }

    /// `nil` where there are no rows.
    private static func condition(_ rows: AccessFilter.Rows) -> SQL? {
        switch rows {
        case .everything: "1 = 1"
        case .nothing: nil
        case .some(let condition): "account_id IN (SELECT a.id FROM accounts a WHERE \(condition))"
        }
    }

    private static let selectPassing: Statement = "SELECT 1 FROM account_shares WHERE id = $1 AND passes_for = $2"
    private static let noteMade: Statement = "UPDATE account_shares SET made_for = $2 WHERE id = $1"
    private static let selectMade: Statement = """
        SELECT \(constant: columns) FROM account_shares WHERE made_for = $1 AND ended_at IS NULL ORDER BY account_id, id LIMIT $2
        """
}
