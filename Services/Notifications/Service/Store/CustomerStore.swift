import ContactsAPI
import Core
import Database

/// What notifications knows of accounts: where to write to, in what language, and what they agreed to.
struct CustomerStore: Sendable {
    struct Customer: Sendable {
        let id: ID
        let name: String
        let language: String?
        let email: String?
    }

    /// Keeps the account as the event says, unless a newer one is known already.
    func save(_ account: AccountChanged, in tx: Transaction) throws {
        let id = SQLValue.id(account.accountID.id)
        let changed = try tx.changes(
            Self.upsert, [id, .text(account.name), .text(account.language), .text(account.emails.first), .int(account.version)])
        guard changed == 1 else { return }
        try tx.execute(Self.forgetConsents, [id])
        var latest: [String: Timestamp] = [:]
        for consent in account.consents where consent.channel == "email" && consent.withdrawnAt == nil {
            latest[consent.purpose] = max(latest[consent.purpose] ?? consent.givenAt, consent.givenAt)
        }
        for (purpose, givenAt) in latest.sorted(by: { $0.key < $1.key }) {
            try tx.execute(Self.insertConsent, [id, .text(purpose), .time(givenAt)])
        }
        try tx.execute(Self.forgetInterests, [id])
        for key in Set(account.interests.map(SearchKey.folded)).sorted() {
            try tx.execute(Self.insertInterest, [.text(key), id])
        }
    }

    func find(_ id: ID, in tx: Transaction) throws -> Customer? {
        try tx.first(Self.byID, [.id(id)]) { row in
            Customer(id: row.id(0), name: row.text(1), language: row.textOrNil(2), email: row.textOrNil(3))
        }
    }

    /// When the consent that stands was given.
    func consent(_ id: ID, purpose: String, in tx: Transaction) throws -> Timestamp? {
        try tx.first(Self.consentRow, [.id(id), .text(purpose)]) { $0.time(0) }
    }

    func unsubscribed(_ id: ID, purpose: String, in tx: Transaction) throws -> Timestamp? {
        try tx.first(Self.unsubscribeRow, [.id(id), .text(purpose)]) { $0.time(0) }
    }

    /// False when that was said before.
    func unsubscribe(_ id: ID, purpose: String, at now: Timestamp, in tx: Transaction) throws -> Bool {
        let before = try unsubscribed(id, purpose: purpose, in: tx)
        let consent = try consent(id, purpose: purpose, in: tx)
        if let before, consent.map({ $0 <= before }) ?? true { return false }
        try tx.execute(Self.upsertUnsubscribe, [.id(id), .text(purpose), .time(now)])
        return true
    }

    /// Accounts with an open consent for news of products and an interest in one of the categories, after `after` by id.
    func audience(categories: [String], after: ID?, limit: Int, in tx: Transaction) throws -> [Customer] {
        guard !categories.isEmpty else { return [] }
        var sql: SQL = """
            SELECT DISTINCT a.account_id, a.name, a.language, a.email FROM account_interests i
            JOIN known_accounts a ON a.account_id = i.account_id
            JOIN account_consents c ON c.account_id = a.account_id AND c.purpose = 'new-products'
            WHERE a.email IS NOT NULL AND i.category_key IN (
            """
        for (index, category) in categories.enumerated() {
            sql += index == 0 ? "\(.text(category))" : ", \(.text(category))"
        }
        sql += ")"
        if let after { sql += " AND a.account_id > \(.id(after))" }
        sql += " ORDER BY a.account_id LIMIT \(.int(limit))"
        return try tx.rows(sql) { row in
            Customer(id: row.id(0), name: row.text(1), language: row.textOrNil(2), email: row.textOrNil(3))
        }
    }

    private static let upsert: Statement = """
        INSERT INTO known_accounts (account_id, name, language, email, version) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, language = excluded.language, email = excluded.email,
            version = excluded.version WHERE known_accounts.version < excluded.version
        """
    private static let forgetConsents: Statement = "DELETE FROM account_consents WHERE account_id = $1"
    private static let insertConsent: Statement =
        "INSERT INTO account_consents (account_id, purpose, given_at) VALUES ($1, $2, $3)"
    private static let forgetInterests: Statement = "DELETE FROM account_interests WHERE account_id = $1"
    private static let insertInterest: Statement =
        "INSERT INTO account_interests (category_key, account_id) VALUES ($1, $2)"
    private static let byID: Statement = "SELECT account_id, name, language, email FROM known_accounts WHERE account_id = $1"
    private static let consentRow: Statement =
        "SELECT given_at FROM account_consents WHERE account_id = $1 AND purpose = $2"
    private static let unsubscribeRow: Statement = "SELECT at FROM unsubscribes WHERE account_id = $1 AND purpose = $2"
    private static let upsertUnsubscribe: Statement = """
        INSERT INTO unsubscribes (account_id, purpose, at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, purpose) DO UPDATE SET at = excluded.at
        """
}
