package import Access
package import ContactsAPI
package import Core
package import Database
import JSON

/// Who asked for access to which account, and how it was answered.
package enum AccessRequestStore {
    /// Whose requests a viewer sees: his own, and those about accounts on which he decides whom to let in.
    package struct Sight: Sendable {
        package let user: ID?
        /// Whose accounts he decides on as the owner or the owner's deputy, as far as he may change them.
        package let owners: [ID]
        package let changing: AccessFilter.Rows
        package let assigning: AccessFilter.Rows

        package init(_ viewer: Viewer, in tree: UnitTree, at now: Timestamp) {
            let filter = AccessFilter(viewer, in: tree, at: now)
            user = viewer.user
            owners = [viewer.user].compactMap(\.self) + viewer.deputyFor
            changing = filter.rows(.change, on: .account, columns: .ofAccounts)
            assigning = filter.rows(.assign, on: .account, columns: .ofAccounts)
        }
    }

    package static func add(_ request: AccessRequestResource, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(request.id), .id(request.accountID), .id(request.requesterID), .text(request.requesterName),
                .bool(request.access == .change), .text(request.reason), .text(request.course.state.rawValue),
                .time(request.course.createdAt),
            ])
    }

    package static func hasOpen(account: AccountID, requester: ID, in tx: Transaction) throws -> Bool {
        try tx.first(selectOpen, [.id(account), .id(requester)]) { $0.int(0) } != nil
    }

    package static func find(_ id: ID, in tx: Transaction) throws -> AccessRequestResource? {
        try tx.first(selectOne, [.id(id)], decode)
    }

    /// False when somebody was faster: only an open request is answered.
    package static func answer(_ request: AccessRequestResource, in tx: Transaction) throws -> Bool {
        try tx.changes(
            update, [.id(request.id)] + request.course.answerValues + [.bool(request.access == .change)]) == 1
    }

    /// Newest first.
    package static func page(
        _ sight: Sight, state: RequestState?, account: AccountID?, before: ID?, limit: Int, in tx: Transaction
    ) throws -> [AccessRequestResource] {
        var sql: SQL = "SELECT \(constant: columns) FROM access_requests r JOIN accounts a ON a.id = r.account_id WHERE "
        sql += condition(sight)
        if let state { sql += " AND r.state = \(.text(state.rawValue))" }
        if let account { sql += " AND r.account_id = \(.id(account))" }
        if let before { sql += " AND r.id < \(.id(before))" }
        sql += " ORDER BY r.id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql, decode)
    }

    /// The open requests of one person.
    package static func open(ofRequester user: ID, limit: Int, in tx: Transaction) throws -> [AccessRequestResource] {
        try tx.rows(selectOfRequester, [.id(user), .int(limit)], decode)
    }

    private static func condition(_ sight: Sight) -> SQL {
        var ways: [SQL] = []
        if let user = sight.user { ways.append("r.requester_id = \(.id(user))") }
        switch sight.assigning {
        case .everything: return "1 = 1"
        case .some(let rows): ways.append(rows)
        case .nothing: break
        }
        if !sight.owners.isEmpty {
            let owned: SQL = "a.owner_id IN \(AccountSearch.joined(sight.owners.map { "\(.id($0))" }, ", "))"
            switch sight.changing {
            case .everything: ways.append(owned)
            case .some(let rows): ways.append("(\(owned) AND \(rows))")
            case .nothing: break
            }
        }
        return ways.isEmpty ? "1 = 0" : AccountSearch.joined(ways, " OR ")
    }

    private static func decode(_ row: Row) throws -> AccessRequestResource {
        AccessRequestResource(
            id: row.id(0), accountID: AccountID(row.id(1)), accountName: row.text(2), requesterID: row.id(3),
            requesterName: row.text(4), access: row.bool(5) ? .change : .view, reason: row.text(6),
            course: try RequestCourse(row, from: 7))
    }

    private static let columns: StaticString = """
        r.id, r.account_id, a.name, r.requester_id, r.requester_name, r.may_change, r.reason, r.state, r.created_at, r.answered_at,
        r.answered_by, r.answer, r.until_at
        """
    private static let insert: Statement = """
        INSERT INTO access_requests (id, account_id, requester_id, requester_name, may_change, reason, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    private static let selectOpen: Statement = """
        SELECT 1 FROM access_requests WHERE account_id = $1 AND requester_id = $2 AND state = 'open'
        """
    private static let selectOne: Statement = """
        SELECT \(constant: columns) FROM access_requests r JOIN accounts a ON a.id = r.account_id WHERE r.id = $1
        """
    private static let selectOfRequester: Statement = """
        SELECT \(constant: columns) FROM access_requests r JOIN accounts a ON a.id = r.account_id
        WHERE r.requester_id = $1 AND r.state = 'open' ORDER BY r.id LIMIT $2
        """
    private static let update: Statement = """
        UPDATE access_requests SET state = $2, answered_at = $3, answered_by = $4, answer = $5, until_at = $6, may_change = $7
        WHERE id = $1 AND state = 'open'
        """
}

extension AccessFilter.Columns {
    /// Of accounts under the alias `a`.
    static let ofAccounts = AccessFilter.Columns(owner: "a.owner_id", unit: "a.unit_id", record: "a.id")
}
