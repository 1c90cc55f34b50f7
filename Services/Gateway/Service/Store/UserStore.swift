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
                .text(user.scopes.sorted().joined(separator: " ")), .text(user.language), .time(now),
            ])
    }

    /// `loginKey` is the login as `SearchKey` folds it.
    func find(loginKey: String, in tx: Transaction) throws -> User? {
        try tx.first(Self.byLogin, [.text(loginKey)]) { Self.user($0, from: 0) }
    }

    static func user(_ row: Row, from first: Int) -> User {
        User(
            id: row.id(first), login: row.text(first + 1), name: row.text(first + 2), passwordHash: row.text(first + 3),
            scopes: Set(row.text(first + 4).split(separator: " ").map(String.init)), language: row.text(first + 5))
    }

    private static let any: Statement = "SELECT 1 FROM users LIMIT 1"
    private static let insertRow: Statement = """
        INSERT INTO users (id, login_key, login, name, password_hash, scopes, language, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    private static let byLogin: Statement =
        "SELECT id, login, name, password_hash, scopes, language FROM users WHERE login_key = $1"
}
