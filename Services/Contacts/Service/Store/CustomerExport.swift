import Access
package import ContactsAPI
import Core
package import Database

/// Customers as they leave in bulk: in the order of their ids, so that an export goes on behind any line.
package enum CustomerExport {
    /// Which customers an export is of: `leaving` of them may leave, of those that the viewer sees.
    package struct Selection: Sendable {
        fileprivate let leaving: SQL?
        fileprivate let seen: SQL?
    }

    /// What the query means among what the viewer may see, as `CustomerStore.page` finds it.
    package static func selection(
        _ query: CustomerQuery?, _ filter: CustomerFilter = CustomerFilter(), rights: AccountRights, in tx: Transaction
    ) throws -> Selection {
        let seen = CustomerStore.rows(filter, rights)
        let chosen = CustomerCondition.all(filter)
        let meant = try query.map { try matching($0, seen, rights, in: tx) }
        func among(_ rows: AccountRows) -> SQL? {
            guard !rows.isNothing else { return nil }
            let conditions = [rows.condition, meant].compactMap(\.self) + chosen
            return conditions.isEmpty ? "1 = 1" : AccountSearch.joined(conditions, " AND ")
        }
        return Selection(leaving: among(seen.and(rights.rowsToExport())), seen: among(seen))
    }

    /// How many may leave, how many of them behind the line where it goes on, and how many are seen.
    package struct Counts: Sendable {
        package let leaving: Int64
        package let remaining: Int64
        package let seen: Int64
    }

    package static func counts(_ selection: Selection, after: AccountID?, in tx: Transaction) throws -> Counts {
        func count(_ condition: SQL?, _ more: SQL = "") throws -> Int64 {
            guard let condition else { return 0 }
            return try tx.first("SELECT count(*) FROM accounts a WHERE \(condition)\(more)") { $0.int(0) } ?? 0
        }
        let leaving = try count(selection.leaving)
        return Counts(
            leaving: leaving, remaining: try after.map { try count(selection.leaving, " AND a.id > \(.id($0))") } ?? leaving,
            seen: try count(selection.seen))
    }

    package static func part(
        _ selection: Selection, after: AccountID?, limit: Int, in tx: Transaction
    ) throws -> [Account] {
        guard let condition = selection.leaving else { return [] }
        return try AccountStore.load(where: condition, after: after, limit: limit, in: tx)
    }

    private static func matching(
        _ query: CustomerQuery, _ seen: AccountRows, _ rights: AccountRights, in tx: Transaction
    ) throws -> SQL {
        try AccountSearch.prepare(tx)
        var ways: [SQL] = []
        func add(_ rows: AccountRows, _ condition: SQL) {
            guard !rows.isNothing else { return }
            ways.append(AccountSearch.joined([rows.condition, condition].compactMap(\.self), " AND "))
        }
        for (part, groups) in CustomerStore.parts {
            add(groups.map { rights.rows(showing: $0) } ?? seen, try AccountSearch.match(query, in: part, in: tx).condition)
        }
        if let condition = try AccountSearch.orderCondition(query, in: tx) {
            add(rights.rows(showing: []).and(rights.rowsWithOrders()), condition)
        }
        return ways.isEmpty ? "1 = 0" : AccountSearch.joined(ways, " OR ")
    }
}
