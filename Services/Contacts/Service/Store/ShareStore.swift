import Access
package import ContactsAPI
package import Core
package import Database

/// Who was let in on which account, by whom and why. Rows stay when they have ended.
package enum ShareStore {
    package static func add(_ share: Share, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(share.id), .id(share.account), .id(share.user), .id(share.unit), .text(share.role),
                .bool(share.access == .change), .time(share.from), .time(share.until), .text(share.reason), .id(share.request),
                .text(share.by.kind), .text(share.by.id), .text(share.by.name), .time(share.createdAt),
            ])
    }

    /// What has not been ended, also what is over by its dates; oldest first.
    package static func standing(of account: AccountID, in tx: Transaction) throws -> [Share] {
        try tx.rows(selectOfAccount, [.id(account)], decode)
    }

    package static func standing(ofUser user: ID, limit: Int, in tx: Transaction) throws -> [Share] {
        try tx.rows(selectOfUser, [.id(user), .int(limit)], decode)
    }

    /// Notes that the share ends with an off-boarding.
    package static func leave(_ share: Share, for reassignment: ID, in tx: Transaction) throws {
        try tx.execute(noteLeaving, [.id(share.id), .id(reassignment)])
    }

    /// What ended with this off-boarding, in the order of the accounts.
    package static func left(for reassignment: ID, limit: Int, in tx: Transaction) throws -> [Share] {
        try tx.rows(selectLeft, [.id(reassignment), .int(limit)], decode)
    }

    package static func reopen(_ share: Share, in tx: Transaction) throws {
        try tx.execute(restart, [.id(share.id)])
    }

    package static func find(_ id: ID, in tx: Transaction) throws -> Share? {
        try tx.first(selectOne, [.id(id)], decode)
    }

    package static func end(_ share: Share, at now: Timestamp, by actor: ActorResource, in tx: Transaction) throws {
        try tx.execute(finish, [.id(share.id), .time(now), .text(actor.kind + ":" + actor.name)])
    }

    /// With the name that is known now.
    package static func resource(of share: Share, in tx: Transaction) throws -> ShareResource {
        let name =
            try share.user.flatMap { try OrganizationStore.user($0, in: tx)?.name }
            ?? share.unit.flatMap { try OrganizationStore.unit($0, in: tx)?.name }
        return share.resource(name: name)
    }

    static func decode(_ row: Row) -> Share {
        let by = ActorResource(kind: row.text(10), id: row.text(11), name: row.text(12))
        return Share(
            id: row.id(0), account: AccountID(row.id(1)),
            to: row.idOrNil(2).map { .user($0) } ?? .queue(row.idOrNil(3) ?? UnitTree.root), role: row.textOrNil(4),
            access: row.bool(5) ? .change : .view, from: row.timeOrNil(6), until: row.timeOrNil(7), reason: row.textOrNil(8),
            request: row.idOrNil(9), by: by, createdAt: row.time(13))
    }

    private static let insert: Statement = """
        INSERT INTO account_shares
        (id, account_id, user_id, unit_id, role, may_change, from_at, until_at, reason, request_id, by_kind, by_id, by_name,
        created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """
    static let columns: StaticString = """
        id, account_id, user_id, unit_id, role, may_change, from_at, until_at, reason, request_id, by_kind, by_id, by_name,
        created_at
        """
    private static let selectOfAccount: Statement = """
        SELECT \(constant: columns) FROM account_shares WHERE account_id = $1 AND ended_at IS NULL ORDER BY id
        """
    private static let selectOfUser: Statement = """
        SELECT \(constant: columns) FROM account_shares WHERE user_id = $1 AND ended_at IS NULL ORDER BY id LIMIT $2
        """
    private static let noteLeaving: Statement = "UPDATE account_shares SET ended_for = $2 WHERE id = $1"
    private static let selectLeft: Statement = """
        SELECT \(constant: columns) FROM account_shares WHERE ended_for = $1 ORDER BY account_id, id LIMIT $2
        """
    private static let restart: Statement = """
        UPDATE account_shares SET ended_at = NULL, ended_by = NULL, ended_for = NULL WHERE id = $1
        """
    private static let selectOne: Statement = """
        SELECT \(constant: columns) FROM account_shares WHERE id = $1 AND ended_at IS NULL
        """
    private static let finish: Statement = "UPDATE account_shares SET ended_at = $2, ended_by = $3 WHERE id = $1"
}
