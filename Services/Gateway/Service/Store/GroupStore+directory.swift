import Core
import Database
import JSON

/// Groups as a directory asks for them.
extension GroupStore {
    /// The page in the order of names, and how many there are in all. Throws `invalidFilter` for what cannot be asked.
    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, in tx: Transaction
    ) throws -> (found: [Group], total: Int64) {
        let condition = try filter.map(Self.condition) ?? "1 = 1"
        var number: SQL = "SELECT count(*) FROM groups g WHERE "
        number += condition
        let total = try tx.first(number) { $0.int(0) } ?? 0
        guard count > 0, total > 0 else { return ([], total) }
        var sql: SQL = "SELECT \(constant: Self.columns) FROM groups g WHERE "
        sql += condition
        sql += " ORDER BY g.name_key LIMIT \(.int(count)) OFFSET \(.int(offset))"
        return (try tx.rows(sql, Self.group), total)
    }

    /// With their names, in the order of these.
    func namedMembers(of group: ID, toldBy teller: ID, in tx: Transaction) throws -> [(id: ID, name: String)] {
        try tx.rows(Self.membersWithNames, [.id(group), .id(teller)]) { ($0.id(0), $0.text(1)) }
    }

    /// The groups that the user belongs to by the teller's word, with their names.
    func namedGroups(of user: ID, toldBy teller: ID, in tx: Transaction) throws -> [(id: ID, name: String)] {
        try tx.rows(Self.groupsWithNames, [.id(user), .id(teller)]) { ($0.id(0), $0.text(1)) }
    }

    private static func condition(_ filter: DirectoryFilter) throws(DirectoryRefusal) -> SQL {
        try DirectoryCondition.of(filter) { (path, comparison, value) throws(DirectoryRefusal) in
            switch (path.attribute, path.part) {
            case ("id", nil): return DirectoryCondition.id("g.id", comparison, value)
            case ("displayname", nil): return DirectoryCondition.key("g.name_key", comparison, value)
            case ("externalid", nil): return DirectoryCondition.exact("g.external_id", comparison, value)
            case ("members", nil), ("members", "value"):
                guard path.element == nil, comparison == .equals, let text = value.string else { return nil }
                let id = ID(text) ?? ID(high: 0, low: 0)
                return """
                    EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = \(.id(id)) \
                    AND m.told_by = \(.id(Group.directory)))
                    """
            default: return nil
            }
        }
    }

    private static let membersWithNames: Statement = """
        SELECT m.user_id, u.name FROM group_members m JOIN users u ON u.id = m.user_id
        WHERE m.group_id = $1 AND m.told_by = $2 ORDER BY u.login_key
        """
    private static let groupsWithNames: Statement = """
        SELECT m.group_id, g.name FROM group_members m JOIN groups g ON g.id = m.group_id
        WHERE m.user_id = $1 AND m.told_by = $2 ORDER BY g.name_key
        """
}
