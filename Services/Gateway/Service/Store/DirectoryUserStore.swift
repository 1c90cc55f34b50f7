import Core
import Database
import JSON

/// Persons as a directory sees them: all, but those that it deleted.
struct DirectoryUserStore: Sendable {
    /// A user with what the directory says of him.
    struct Found: Sendable {
        let user: User
        let externalID: String?
        let givenName: String?
        let familyName: String?
        let isDeleted: Bool
        /// Of what the directory says; 0 where it has said nothing.
        let version: Int64
        let createdAt: Timestamp
        let changedAt: Timestamp
    }

    func find(_ id: ID, in tx: Transaction) throws -> Found? {
        try tx.first(Self.byID, [.id(id)], Self.found)
    }

    func find(loginKey: String, in tx: Transaction) throws -> Found? {
        try tx.first(Self.byLogin, [.text(loginKey)], Self.found)
    }

    func find(externalID: String, in tx: Transaction) throws -> Found? {
        try tx.first(Self.byExternalID, [.text(externalID)], Self.found)
    }

    func save(_ directory: DirectoryUser, of id: ID, isDeleted: Bool, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.upsert,
            [
                .id(id), .text(directory.externalID), .text(directory.givenName), .text(directory.familyName), .bool(isDeleted),
                .time(now),
            ])
    }

    /// Gives the user another login, which only a directory does. The caller has seen to it that nobody else has it.
    func rename(_ id: ID, to login: String, in tx: Transaction) throws {
        try tx.execute(Self.renameRow, [.id(id), .text(login), .text(SearchKey.folded(login))])
    }

    /// The page in the order of logins, and how many there are in all. Throws `invalidFilter` for what cannot be asked.
    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, in tx: Transaction
    ) throws -> (found: [Found], total: Int64) {
        var condition: SQL = "u.kind = 'person' AND (d.is_deleted IS NULL OR NOT d.is_deleted)"
        if let filter {
            condition += " AND "
            condition += try Self.condition(filter)
        }
        var number: SQL = "SELECT count(*) FROM users u LEFT JOIN directory_users d ON d.user_id = u.id WHERE "
        number += condition
        let total = try tx.first(number) { $0.int(0) } ?? 0
        guard count > 0, total > 0 else { return ([], total) }
        var sql: SQL = "SELECT \(constant: Self.columns) FROM users u LEFT JOIN directory_users d ON d.user_id = u.id WHERE "
        sql += condition
        sql += " ORDER BY u.login_key LIMIT \(.int(count)) OFFSET \(.int(offset))"
        return (try tx.rows(sql, Self.found), total)
    }

    private static func condition(_ filter: DirectoryFilter) throws(DirectoryRefusal) -> SQL {
        try DirectoryCondition.of(filter) { (path, comparison, value) throws(DirectoryRefusal) in
            switch (path.attribute, path.part) {
            case ("id", nil): DirectoryCondition.id("u.id", comparison, value)
            case ("username", nil): DirectoryCondition.key("u.login_key", comparison, value)
            case ("emails", nil), ("emails", "value"):
                path.element.map { $0.holds(of: DirectoryUser.mailElement("")) } ?? true
                    ? DirectoryCondition.key("u.mail_key", comparison, value) : nil
            case ("externalid", nil): DirectoryCondition.exact("d.external_id", comparison, value)
            case ("displayname", nil): DirectoryCondition.exact("u.name", comparison, value)
            case ("active", nil): DirectoryCondition.truth("u.is_active", comparison, value)
            default: nil
            }
        }
    }

    private static func found(_ row: Row) -> Found {
        Found(
            user: UserStore.user(row, from: 7), externalID: row.textOrNil(0), givenName: row.textOrNil(1),
            familyName: row.textOrNil(2), isDeleted: row.bool(3), version: row.intOrNil(4) ?? 0, createdAt: row.time(6),
            changedAt: row.timeOrNil(5) ?? row.time(6))
    }

    private static let columns: StaticString = """
        d.external_id, d.given_name, d.family_name, d.is_deleted, d.version, d.changed_at, u.created_at, \
        u.id, u.kind, u.login, u.name, u.mail, u.password_hash, u.language, u.time_zone, u.is_active, u.version
        """
    private static let byID: Statement = """
        SELECT \(constant: columns) FROM users u LEFT JOIN directory_users d ON d.user_id = u.id
        WHERE u.id = $1 AND u.kind = 'person'
        """
    private static let byLogin: Statement = """
        SELECT \(constant: columns) FROM users u LEFT JOIN directory_users d ON d.user_id = u.id WHERE u.login_key = $1
        """
    private static let byExternalID: Statement = """
        SELECT \(constant: columns) FROM users u JOIN directory_users d ON d.user_id = u.id WHERE d.external_id = $1
        """
    private static let upsert: Statement = """
        INSERT INTO directory_users (user_id, external_id, given_name, family_name, is_deleted, version, changed_at)
        VALUES ($1, $2, $3, $4, $5, 1, $6)
        ON CONFLICT (user_id) DO UPDATE SET external_id = excluded.external_id, given_name = excluded.given_name,
        family_name = excluded.family_name, is_deleted = excluded.is_deleted, version = directory_users.version + 1,
        changed_at = excluded.changed_at
        """
    private static let renameRow: Statement =
        "UPDATE users SET login = $2, login_key = $3, version = version + 1 WHERE id = $1"
}
