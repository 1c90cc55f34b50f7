import Core
import Database

/// What a user's rights come from, over all tables that say it.
struct StandingStore: Sendable {
    /// `nil` when there is no such user.
    func standing(of id: ID, in tx: Transaction) throws -> Standing? {
        guard let user = try UserStore().find(id, in: tx) else { return nil }
        var standing = Standing(of: user)
        standing.memberships = try tx.rows(Self.memberships, [.id(id)], Self.dated)
        standing.managedUnits = try tx.rows(Self.managed, [.id(id)]) { $0.id(0) }
        standing.roles = try tx.rows(Self.roles, [.id(id)]) { row in
            Dated(RoleStore.role(row, from: 2), from: row.time(0), until: row.timeOrNil(1))
        }
        standing.deputyFor = try tx.rows(Self.deputies, [.id(id)], Self.dated)
        return standing
    }

    private static func dated(_ row: Row) -> Dated<ID> {
        Dated(row.id(0), from: row.time(1), until: row.timeOrNil(2))
    }

    private static let memberships: Statement = """
        SELECT unit_id, from_at, until_at FROM memberships WHERE user_id = $1 ORDER BY from_at, id
        """
    private static let managed: Statement = "SELECT id FROM units WHERE manager_id = $1 ORDER BY id"
    private static let roles: Statement = """
        SELECT a.from_at, a.until_at, \(constant: RoleStore.columns)
        FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 ORDER BY r.name_key, a.id
        """
    private static let deputies: Statement = """
        SELECT user_id, starts_at, ends_at FROM absences WHERE deputy_id = $1 ORDER BY starts_at, id
        """
}
