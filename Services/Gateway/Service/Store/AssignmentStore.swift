import Core
import Database

/// Who holds which role.
struct AssignmentStore: Sendable {
    func insert(_ assignment: RoleAssignment, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(assignment.id), .id(assignment.userID), .id(assignment.roleID), .time(assignment.from),
                .time(assignment.until), .int(assignment.version),
            ])
    }

    /// False when the version is no longer `expected`.
    func update(_ assignment: RoleAssignment, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.updateRow,
            [
                .id(assignment.id), .int(expected), .time(assignment.from), .time(assignment.until), .int(assignment.version),
            ]) == 1
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> RoleAssignment? {
        try tx.first(Self.byID, [.id(id)], Self.assignment)
    }

    func list(of user: ID, in tx: Transaction) throws -> [RoleAssignment] {
        try tx.rows(Self.byUser, [.id(user)], Self.assignment)
    }

    func list(of role: ID, after id: ID?, limit: Int, in tx: Transaction) throws -> [RoleAssignment] {
        try tx.rows(Self.byRole, [.id(role), .id(id ?? ID(high: 0, low: 0)), .int(limit)], Self.assignment)
    }

    func isAssigned(_ role: ID, in tx: Transaction) throws -> Bool {
        try tx.first(Self.anyOfRole, [.id(role)]) { $0.int(0) } != nil
    }

    /// Whether some active person holds the role now and without an end.
    func isHeldForGood(_ role: ID, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.first(Self.heldForGood, [.id(role), .time(now)]) { $0.int(0) } != nil
    }

    private static func assignment(_ row: Row) -> RoleAssignment {
        RoleAssignment(
            id: row.id(0), userID: row.id(1), roleID: row.id(2), from: row.time(3), until: row.timeOrNil(4),
            version: row.int(5))
    }

    private static let columns: StaticString = "id, user_id, role_id, from_at, until_at, version"
    private static let insertRow: Statement = """
        INSERT INTO role_assignments (id, user_id, role_id, from_at, until_at, version) VALUES ($1, $2, $3, $4, $5, $6)
        """
    private static let updateRow: Statement = """
        UPDATE role_assignments SET from_at = $3, until_at = $4, version = $5 WHERE id = $1 AND version = $2
        """
    private static let deleteRow: Statement = "DELETE FROM role_assignments WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM role_assignments WHERE id = $1"
    private static let byUser: Statement =
        "SELECT \(constant: columns) FROM role_assignments WHERE user_id = $1 ORDER BY from_at, id"
    private static let byRole: Statement = """
        SELECT \(constant: columns) FROM role_assignments WHERE role_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """
    private static let anyOfRole: Statement = "SELECT 1 FROM role_assignments WHERE role_id = $1 LIMIT 1"
    private static let heldForGood: Statement = """
        SELECT 1 FROM role_assignments a JOIN users u ON u.id = a.user_id
        WHERE a.role_id = $1 AND a.from_at <= $2 AND a.until_at IS NULL AND u.is_active AND u.kind = 'person' LIMIT 1
        """
}
