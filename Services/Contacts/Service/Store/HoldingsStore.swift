package import Access
package import Core
package import Database

/// What a user still holds.
package enum HoldingsStore {
    package struct Counts: Sendable {
        package let accounts: Int64
        package let teams: Int64
        package let shares: Int64
        package let requests: Int64
    }

    /// Of the accounts in `rows`.
    package static func counts(of user: ID, in rows: AccessFilter.Rows, _ tx: Transaction) throws -> Counts {
        func count(_ from: SQL) throws -> Int64 {
            var sql: SQL = "SELECT count(*) FROM \(from)"
            switch rows {
            case .everything: break
            case .nothing: return 0
            case .some(let condition): sql += " AND \(condition)"
            }
            return try tx.first(sql) { $0.int(0) } ?? 0
        }
        let shares: SQL = """
            account_shares s JOIN accounts a ON a.id = s.account_id WHERE s.user_id = \(.id(user)) AND s.ended_at IS NULL
            """
        return Counts(
            accounts: try count("accounts a WHERE a.owner_id = \(.id(user))"),
            teams: try count("\(shares) AND s.role IS NOT NULL"), shares: try count("\(shares) AND s.role IS NULL"),
            requests: try count(
                """
                access_requests r JOIN accounts a ON a.id = r.account_id
                WHERE r.requester_id = \(.id(user)) AND r.state = 'open'
                """) + ExportRequestStore.countOpen(of: user, in: tx))
    }
}
