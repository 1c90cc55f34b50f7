import Core
import Database

/// Who works in which unit.
struct MembershipStore: Sendable {
    func insert(_ membership: Membership, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(membership.id), .id(membership.unitID), .id(membership.userID), .time(membership.from),
                .time(membership.until), .int(membership.version),
            ])
    }

    /// False when the version is no longer `expected`.
    func update(_ membership: Membership, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.updateRow,
            [
                .id(membership.id), .int(expected), .time(membership.from), .time(membership.until),
                .int(membership.version),
            ]) == 1
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Membership? {
        try tx.first(Self.byID, [.id(id)], Self.membership)
    }

    func list(of user: ID, in tx: Transaction) throws -> [Membership] {
        try tx.rows(Self.byUser, [.id(user)], Self.membership)
    }

    /// Also those that are over.
    func list(in unit: ID, after id: ID?, limit: Int, in tx: Transaction) throws -> [Membership] {
        try tx.rows(Self.byUnit, [.id(unit), .id(id ?? ID(high: 0, low: 0)), .int(limit)], Self.membership)
    }

    /// Who belongs to the unit now or will.
    func users(in unit: ID, at now: Timestamp, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.usersOfUnit, [.id(unit), .time(now)]) { $0.id(0) }
    }

    /// How many belong to each unit now or will; units that nobody does are not named.
    func counts(at now: Timestamp, in tx: Transaction) throws -> [ID: Int] {
        var counts: [ID: Int] = [:]
        try tx.each(Self.countByUnit, [.time(now)]) { row in
            counts[row.id(0)] = Int(row.int(1))
            return true
        }
        return counts
    }

    private static func membership(_ row: Row) -> Membership {
        Membership(
            id: row.id(0), unitID: row.id(1), userID: row.id(2), from: row.time(3), until: row.timeOrNil(4),
            version: row.int(5))
    }

    private static let columns: StaticString = "id, unit_id, user_id, from_at, until_at, version"
    private static let insertRow: Statement = """
        INSERT INTO memberships (id, unit_id, user_id, from_at, until_at, version) VALUES ($1, $2, $3, $4, $5, $6)
        """
    private static let updateRow: Statement = """
        UPDATE memberships SET from_at = $3, until_at = $4, version = $5 WHERE id = $1 AND version = $2
        """
    private static let deleteRow: Statement = "DELETE FROM memberships WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM memberships WHERE id = $1"
    private static let byUser: Statement =
        "SELECT \(constant: columns) FROM memberships WHERE user_id = $1 ORDER BY from_at, id"
    private static let byUnit: Statement = """
        SELECT \(constant: columns) FROM memberships WHERE unit_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """
    private static let countByUnit: Statement = """
        SELECT unit_id, count(DISTINCT user_id) FROM memberships WHERE until_at IS NULL OR until_at > $1 GROUP BY unit_id
        """
    private static let usersOfUnit: Statement = """
        SELECT DISTINCT user_id FROM memberships WHERE unit_id = $1 AND (until_at IS NULL OR until_at > $2) ORDER BY user_id
        """
}
