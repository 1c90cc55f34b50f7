import Core
import Database
import JSON

/// Roles, and who was given which.
struct RoleStore: Sendable {
    func insert(_ role: Role, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(role.id), .text(role.name), .text(SearchKey.folded(role.name)), .text(role.description),
                .json(Self.json(role.grants)), .int(role.version),
            ])
    }

    /// False when the version is no longer `expected`.
    func update(_ role: Role, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.updateRow,
            [
                .id(role.id), .int(expected), .text(role.name), .text(SearchKey.folded(role.name)), .text(role.description),
                .json(Self.json(role.grants)), .int(role.version),
            ]) == 1
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Role? {
        try tx.first(Self.byID, [.id(id)]) { Self.role($0, from: 0) }
    }

    /// By its folded name.
    func find(nameKey: String, in tx: Transaction) throws -> Role? {
        try tx.first(Self.byName, [.text(nameKey)]) { Self.role($0, from: 0) }
    }

    /// In the order of their names.
    func list(after nameKey: String?, limit: Int, in tx: Transaction) throws -> [Role] {
        try tx.rows(Self.page, [.text(nameKey ?? ""), .int(limit)]) { Self.role($0, from: 0) }
    }

    /// Which of the roles that come with the program this installation was given.
    func given(in tx: Transaction) throws -> Set<ID> {
        Set(try tx.rows(Self.selectGiven, []) { $0.id(0) })
    }

    func markGiven(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.insertGiven, [.id(id)])
    }

    static let columns: StaticString = "r.id, r.name, r.description, r.grants, r.version"

    /// A grant that this version does not understand gives nothing.
    static func role(_ row: Row, from first: Int) -> Role {
        let name = row.text(first + 1)
        let stored = (try? JSONValue.parse(row.bytes(first + 3)))?.array ?? []
        return Role(
            id: row.id(first), name: name, description: row.text(first + 2),
            grants: stored.compactMap { Shapes.read(GrantShape.self, from: $0).value?.grant(role: name) },
            version: row.int(first + 4))
    }

    private static func json(_ grants: [Grant]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for grant in grants { writer.value(GrantShape(grant)) }
        }
        return writer.bytes
    }

    private static let insertRow: Statement = """
        INSERT INTO roles (id, name, name_key, description, grants, version) VALUES ($1, $2, $3, $4, $5, $6)
        """
    private static let updateRow: Statement = """
        UPDATE roles SET name = $3, name_key = $4, description = $5, grants = $6, version = $7 WHERE id = $1 AND version = $2
        """
    private static let selectGiven: Statement = "SELECT role_id FROM given_roles ORDER BY role_id"
    private static let insertGiven: Statement = "INSERT INTO given_roles (role_id) VALUES ($1)"
    private static let deleteRow: Statement = "DELETE FROM roles WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM roles r WHERE r.id = $1"
    private static let byName: Statement = "SELECT \(constant: columns) FROM roles r WHERE r.name_key = $1"
    private static let page: Statement = """
        SELECT \(constant: columns) FROM roles r WHERE r.name_key > $1 ORDER BY r.name_key LIMIT $2
        """
}
