import Core
import Database

struct UserStore: Sendable {
    func isEmpty(in tx: Transaction) throws -> Bool {
        try tx.first(Self.any) { $0.int(0) } == nil
    }

    func insert(_ user: User, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(user.id), .text(SearchKey.folded(user.login)), .text(user.login), .text(user.name), .text(user.passwordHash),
                .text(user.language), .time(now), .text(user.kind.rawValue), .text(user.mail),
                .text(user.mail.map(SearchKey.folded)), .text(user.timeZone), .bool(user.isActive), .int(user.version),
            ])
    }

    /// Writes all but login, kind and password. False when the version is no longer `expected`.
    func update(_ user: User, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(
            Self.updateRow,
            [
                .id(user.id), .int(expected), .text(user.name), .text(user.language), .text(user.mail),
                .text(user.mail.map(SearchKey.folded)), .text(user.timeZone), .bool(user.isActive), .int(user.version),
            ]) == 1
    }

    /// False when the password is no longer the one that `old` is the hash of.
    func setPassword(_ hash: String, of id: ID, replacing old: String, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.passwordRow, [.id(id), .text(hash), .text(old)]) == 1
    }

    func find(_ id: ID, in tx: Transaction) throws -> User? {
        try tx.first(Self.byID, [.id(id)]) { Self.user($0, from: 0) }
    }

    /// A person who may sign in. `loginKey` is the login as `SearchKey` folds it.
    func find(loginKey: String, in tx: Transaction) throws -> User? {
        try tx.first(Self.byLogin, [.text(loginKey)]) { Self.user($0, from: 0) }
    }

    /// Of any kind, also one who has left.
    func id(loginKey: String, in tx: Transaction) throws -> ID? {
        try tx.first(Self.anyWithLogin, [.text(loginKey)]) { $0.id(0) }
    }

    /// By anybody but `user`.
    func isTaken(mailKey: String, exceptBy user: ID, in tx: Transaction) throws -> Bool {
        try tx.first(Self.anyWithMail, [.text(mailKey), .id(user)]) { $0.int(0) } != nil
    }

    /// A person who may sign in. `mailKey` is the mail address as `SearchKey` folds it.
    func find(mailKey: String, in tx: Transaction) throws -> User? {
        try tx.first(Self.byMail, [.text(mailKey)]) { Self.user($0, from: 0) }
    }

    func list(_ query: UserQuery, in tx: Transaction) throws -> [User] {
        var sql: SQL = "SELECT \(constant: Self.columns) FROM users u WHERE u.kind = \(.text(query.kind.rawValue))"
        if let isActive = query.isActive { sql += " AND u.is_active = \(.bool(isActive))" }
        if let after = query.after { sql += " AND u.login_key > \(.text(after))" }
        if let (units, now) = query.units {
            guard !units.isEmpty else { return [] }
            sql += " AND u.id IN (SELECT m.user_id FROM memberships m WHERE m.unit_id IN ("
            for (index, unit) in units.enumerated() { sql += index == 0 ? "\(.id(unit))" : ", \(.id(unit))" }
            sql += ") AND m.from_at <= \(.time(now)) AND (m.until_at IS NULL OR m.until_at > \(.time(now))))"
        }
        if let (role, now) = query.role {
            sql += """
                 AND u.id IN (SELECT r.user_id FROM role_assignments r WHERE r.role_id = \(.id(role))
                AND r.from_at <= \(.time(now)) AND (r.until_at IS NULL OR r.until_at > \(.time(now))))
                """
        }
        sql += " ORDER BY u.login_key LIMIT \(.int(query.limit))"
        return try tx.rows(sql) { Self.user($0, from: 0) }
    }

    /// Those whose login, name or mail holds the folded text. Names are folded here and not by the database, so that each language's
    /// letters are.
    func list(_ query: UserQuery, holding text: String, in tx: Transaction) throws -> [User] {
        guard !text.isEmpty else { return try list(query, in: tx) }
        var (found, part): ([User], UserQuery) = ([], query)
        part.limit = 500
        while found.count < query.limit {
            let users = try list(part, in: tx)
            found += users.filter { user in
                [user.login, user.name, user.mail ?? ""].contains { SearchKey.folded($0).contains(text) }
            }
            guard users.count == part.limit, let last = users.last else { break }
            part.after = SearchKey.folded(last.login)
        }
        return Array(found.prefix(query.limit))
    }

    /// Whoever manages a unit.
    func managers(in tx: Transaction) throws -> [User] {
        try tx.rows(Self.allManagers, []) { Self.user($0, from: 0) }
    }

    /// The number of the next event about the user; the row is held until the transaction ends.
    func nextTold(_ id: ID, in tx: Transaction) throws -> Int64 {
        try tx.execute(Self.raiseTold, [.id(id)])
        return try tx.first(Self.selectTold, [.id(id)]) { $0.int(0) } ?? 0
    }

    func allIDs(in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.ids, []) { $0.id(0) }
    }

    /// Signs the user out everywhere and ends his tokens.
    func endSessionsAndTokens(of id: ID, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.endSessions, [.id(id)])
        try tx.execute(Self.endTokens, [.id(id), .time(now)])
    }

    /// What `user` reads, of the table under the alias `u`.
    static let columns: StaticString =
        """
        u.id, u.kind, u.login, u.name, u.mail, u.password_hash, u.language, u.time_zone, u.is_active, u.version
        """

    static func user(_ row: Row, from first: Int) -> User {
        User(
            id: row.id(first), kind: User.Kind(rawValue: row.text(first + 1)) ?? .service, login: row.text(first + 2),
            name: row.text(first + 3), mail: row.textOrNil(first + 4), passwordHash: row.text(first + 5),
            language: row.text(first + 6), timeZone: row.text(first + 7), isActive: row.bool(first + 8),
            version: row.int(first + 9))
    }

    private static let any: Statement = "SELECT 1 FROM users LIMIT 1"
    private static let ids: Statement = "SELECT id FROM users ORDER BY id"
    private static let insertRow: Statement = """
        INSERT INTO users
        (id, login_key, login, name, password_hash, language, created_at, kind, mail, mail_key, time_zone, is_active, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """
    private static let updateRow: Statement = """
        UPDATE users SET name = $3, language = $4, mail = $5, mail_key = $6, time_zone = $7, is_active = $8, version = $9
        WHERE id = $1 AND version = $2
        """
    private static let passwordRow: Statement = "UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash = $3"
    private static let byID: Statement = "SELECT \(constant: columns) FROM users u WHERE u.id = $1"
    private static let byLogin: Statement = """
        SELECT \(constant: columns) FROM users u WHERE u.login_key = $1 AND u.kind = 'person' AND u.is_active
        """
    private static let anyWithLogin: Statement = "SELECT id FROM users WHERE login_key = $1"
    private static let anyWithMail: Statement = "SELECT 1 FROM users WHERE mail_key = $1 AND id <> $2"
    private static let byMail: Statement = """
        SELECT \(constant: columns) FROM users u WHERE u.mail_key = $1 AND u.kind = 'person' AND u.is_active
        """
    private static let allManagers: Statement = """
        SELECT \(constant: columns) FROM users u WHERE u.id IN (SELECT manager_id FROM units)
        """
    private static let raiseTold: Statement = "UPDATE users SET told = told + 1 WHERE id = $1"
    private static let selectTold: Statement = "SELECT told FROM users WHERE id = $1"
    private static let endSessions: Statement = "DELETE FROM sessions WHERE user_id = $1"
    private static let endTokens: Statement =
        "UPDATE access_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL"
}

/// Which users, in the order of their logins.
struct UserQuery: Sendable {
    var kind = User.Kind.person
    var isActive: Bool?
    /// Who belongs to one of these at a moment.
    var units: (ids: [ID], at: Timestamp)?
    /// Who holds this at a moment.
    var role: (id: ID, at: Timestamp)?
    /// The folded login of the last one before.
    var after: String?
    var limit = 50
}
