import Core
import Database

/// Groups, the roles they give, and who belongs to them by whose word.
struct GroupStore: Sendable {
    func insert(_ group: Group, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(group.id), .text(group.name), .text(SearchKey.folded(group.name)), .text(group.externalID),
                .int(group.version), .time(group.createdAt), .time(group.changedAt),
            ])
    }

    /// False when the version is no longer `expected`.
    func update(_ group: Group, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.updateRow,
            [
                .id(group.id), .int(expected), .text(group.name), .text(SearchKey.folded(group.name)), .text(group.externalID),
                .int(group.version), .time(group.changedAt),
            ]) == 1
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Group? {
        try tx.first(Self.byID, [.id(id)], Self.group)
    }

    /// By its folded name.
    func find(nameKey: String, in tx: Transaction) throws -> Group? {
        try tx.first(Self.byName, [.text(nameKey)], Self.group)
    }

    func find(externalID: String, in tx: Transaction) throws -> Group? {
        try tx.first(Self.byExternalID, [.text(externalID)], Self.group)
    }

    /// In the order of their ids.
    func list(after id: ID?, limit: Int, in tx: Transaction) throws -> [Group] {
        try tx.rows(Self.page, [.id(id ?? ID(high: 0, low: 0)), .int(limit)], Self.group)
    }

    func roles(of group: ID, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.rolesOfGroup, [.id(group)]) { $0.id(0) }
    }

    func setRoles(_ roles: [ID], of group: ID, in tx: Transaction) throws {
        try tx.execute(Self.dropRoles, [.id(group)])
        for role in roles { try tx.execute(Self.addRole, [.id(group), .id(role)]) }
    }

    /// By anybody's word.
    func members(of group: ID, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.membersOfGroup, [.id(group)]) { $0.id(0) }
    }

    func members(of group: ID, toldBy teller: ID, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.membersByTeller, [.id(group), .id(teller)]) { $0.id(0) }
    }

    func groups(of user: ID, toldBy teller: ID, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.groupsOfUser, [.id(user), .id(teller)]) { $0.id(0) }
    }

    func addMember(_ user: ID, to group: ID, toldBy teller: ID, in tx: Transaction) throws {
        try tx.execute(Self.addMemberRow, [.id(group), .id(user), .id(teller)])
    }

    func dropMember(_ user: ID, of group: ID, toldBy teller: ID, in tx: Transaction) throws {
        try tx.execute(Self.dropMemberRow, [.id(group), .id(user), .id(teller)])
    }

    /// All that the teller ever said; gives who was meant.
    func dropAll(toldBy teller: ID, in tx: Transaction) throws -> [ID] {
        let users = try tx.rows(Self.usersOfTeller, [.id(teller)]) { $0.id(0) }
        try tx.execute(Self.dropTeller, [.id(teller)])
        return users
    }

    /// The roles of all the user's groups, in the order of their names.
    func rolesOfGroups(of user: ID, in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.rolesOfUser, [.id(user)]) { $0.id(0) }
    }

    /// The assignments that groups gave the user.
    func given(to user: ID, in tx: Transaction) throws -> Set<ID> {
        Set(try tx.rows(Self.givenToUser, [.id(user)]) { $0.id(0) })
    }

    func markGiven(_ assignment: ID, to user: ID, in tx: Transaction) throws {
        try tx.execute(Self.markRow, [.id(assignment), .id(user)])
    }

    func unmark(_ assignment: ID, in tx: Transaction) throws {
        try tx.execute(Self.unmarkRow, [.id(assignment)])
    }

    static func group(_ row: Row) -> Group {
        Group(
            id: row.id(0), name: row.text(1), externalID: row.textOrNil(2), version: row.int(3), createdAt: row.time(4),
            changedAt: row.time(5))
    }

    static let columns: StaticString = "g.id, g.name, g.external_id, g.version, g.created_at, g.changed_at"
    private static let insertRow: Statement = """
        INSERT INTO groups (id, name, name_key, external_id, version, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    private static let updateRow: Statement = """
        UPDATE groups SET name = $3, name_key = $4, external_id = $5, version = $6, changed_at = $7 WHERE id = $1 AND version = $2
        """
    private static let deleteRow: Statement = "DELETE FROM groups WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM groups g WHERE g.id = $1"
    private static let byName: Statement = "SELECT \(constant: columns) FROM groups g WHERE g.name_key = $1"
    private static let byExternalID: Statement = "SELECT \(constant: columns) FROM groups g WHERE g.external_id = $1"
    private static let page: Statement = "SELECT \(constant: columns) FROM groups g WHERE g.id > $1 ORDER BY g.id LIMIT $2"
    private static let rolesOfGroup: Statement = "SELECT role_id FROM group_roles WHERE group_id = $1 ORDER BY role_id"
    private static let dropRoles: Statement = "DELETE FROM group_roles WHERE group_id = $1"
    private static let addRole: Statement = "INSERT INTO group_roles (group_id, role_id) VALUES ($1, $2)"
    private static let membersOfGroup: Statement =
        "SELECT DISTINCT user_id FROM group_members WHERE group_id = $1 ORDER BY user_id"
    private static let membersByTeller: Statement =
        "SELECT user_id FROM group_members WHERE group_id = $1 AND told_by = $2 ORDER BY user_id"
    private static let groupsOfUser: Statement =
        "SELECT group_id FROM group_members WHERE user_id = $1 AND told_by = $2 ORDER BY group_id"
    private static let addMemberRow: Statement =
        "INSERT INTO group_members (group_id, user_id, told_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    private static let dropMemberRow: Statement =
        "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2 AND told_by = $3"
    private static let usersOfTeller: Statement =
        "SELECT DISTINCT user_id FROM group_members WHERE told_by = $1 ORDER BY user_id"
    private static let dropTeller: Statement = "DELETE FROM group_members WHERE told_by = $1"
    private static let rolesOfUser: Statement = """
        SELECT r.id FROM roles r WHERE r.id IN (
            SELECT x.role_id FROM group_members m JOIN group_roles x ON x.group_id = m.group_id WHERE m.user_id = $1
        ) ORDER BY r.name_key
        """
    private static let givenToUser: Statement =
        "SELECT assignment_id FROM group_assignments WHERE user_id = $1 ORDER BY assignment_id"
    private static let markRow: Statement = "INSERT INTO group_assignments (assignment_id, user_id) VALUES ($1, $2)"
    private static let unmarkRow: Statement = "DELETE FROM group_assignments WHERE assignment_id = $1"
}
