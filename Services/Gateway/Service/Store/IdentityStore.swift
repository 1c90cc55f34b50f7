import Core
import Database

/// Which identity of which provider is which user.
struct IdentityStore: Sendable {
    func user(_ subject: String, of provider: ID, in tx: Transaction) throws -> User? {
        try tx.first(Self.bySubject, [.id(provider), .text(subject)]) { UserStore.user($0, from: 0) }
    }

    func insert(_ subject: String, of provider: ID, user: ID, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.insertRow, [.id(provider), .text(subject), .id(user), .time(now)])
    }

    /// The user's, the oldest first.
    func list(of user: ID, in tx: Transaction) throws -> [UserIdentity] {
        try tx.rows(Self.byUser, [.id(user)]) { row in
            UserIdentity(providerID: row.id(0), subject: row.text(1), createdAt: row.time(2))
        }
    }

    /// How many the user had there.
    func delete(of provider: ID, user: ID, in tx: Transaction) throws -> Int {
        try tx.changes(Self.deleteRows, [.id(provider), .id(user)])
    }

    /// By the folded address, active or not.
    func user(mailKey: String, in tx: Transaction) throws -> User? {
        try tx.first(Self.byMail, [.text(mailKey)]) { UserStore.user($0, from: 0) }
    }

    /// By the folded login, active or not, of any kind.
    func user(loginKey: String, in tx: Transaction) throws -> User? {
        try tx.first(Self.byLogin, [.text(loginKey)]) { UserStore.user($0, from: 0) }
    }

    private static let bySubject: Statement = """
        SELECT \(constant: UserStore.columns) FROM user_identities i JOIN users u ON u.id = i.user_id
        WHERE i.provider_id = $1 AND i.subject = $2
        """
    private static let insertRow: Statement =
        "INSERT INTO user_identities (provider_id, subject, user_id, created_at) VALUES ($1, $2, $3, $4)"
    private static let byUser: Statement = """
        SELECT provider_id, subject, created_at FROM user_identities WHERE user_id = $1 ORDER BY created_at, provider_id, subject
        """
    private static let deleteRows: Statement = "DELETE FROM user_identities WHERE provider_id = $1 AND user_id = $2"
    private static let byMail: Statement = "SELECT \(constant: UserStore.columns) FROM users u WHERE u.mail_key = $1"
    private static let byLogin: Statement = "SELECT \(constant: UserStore.columns) FROM users u WHERE u.login_key = $1"
}
