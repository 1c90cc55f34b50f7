import Core
import Database

struct IdentityProviderStore: Sendable {
    func insert(_ provider: IdentityProvider, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.insertRow, [.id(provider.id)] + Self.values(provider) + [.time(now)])
    }

    /// False when the version is no longer `expected`.
    func update(_ provider: IdentityProvider, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.updateRow, [.id(provider.id)] + Self.values(provider) + [.int(expected)]) == 1
    }

    /// Its identities, journeys and sessions go with it.
    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> IdentityProvider? {
        try tx.first(Self.byID, [.id(id)], Self.provider)
    }

    func find(issuer: String, clientID: String, in tx: Transaction) throws -> IdentityProvider? {
        try tx.first(Self.byIssuer, [.text(issuer), .text(clientID)], Self.provider)
    }

    /// In the order of their names. They are few.
    func list(in tx: Transaction) throws -> [IdentityProvider] {
        try tx.rows(Self.all, [], Self.provider)
    }

    /// Whether there is any secret that a key is needed for.
    func holdsSecrets(in tx: Transaction) throws -> Bool {
        try tx.first(Self.anySecret) { $0.int(0) } != nil
    }

    private static func values(_ provider: IdentityProvider) -> [SQLValue] {
        [
            .text(provider.name), .text(provider.issuer), .text(provider.clientID),
            provider.sealedSecret.map { .bytes($0) } ?? .null, .text(provider.trustedDomains.joined(separator: " ")),
            .bool(provider.createsUsers), .bool(provider.linksByLogin), .text(provider.groupsClaim), .bool(provider.isActive),
            .int(provider.version),
        ]
    }

    private static func provider(_ row: Row) -> IdentityProvider {
        IdentityProvider(
            id: row.id(0), name: row.text(1), issuer: row.text(2), clientID: row.text(3), sealedSecret: row.bytesOrNil(4),
            trustedDomains: row.text(5).split(separator: " ").map(String.init), linksByLogin: row.bool(7),
            createsUsers: row.bool(6), groupsClaim: row.text(8), isActive: row.bool(9), version: row.int(10))
    }

    private static let columns: StaticString = """
        id, name, issuer, client_id, client_secret, trusted_domains, creates_users, links_by_login, groups_claim, is_active, version
        """
    private static let insertRow: Statement = """
        INSERT INTO identity_providers (\(constant: columns), created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """
    private static let updateRow: Statement = """
        UPDATE identity_providers SET name = $2, issuer = $3, client_id = $4, client_secret = $5, trusted_domains = $6,
        creates_users = $7, links_by_login = $8, groups_claim = $9, is_active = $10, version = $11 WHERE id = $1 AND version = $12
        """
    private static let deleteRow: Statement = "DELETE FROM identity_providers WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM identity_providers WHERE id = $1"
    private static let byIssuer: Statement =
        "SELECT \(constant: columns) FROM identity_providers WHERE issuer = $1 AND client_id = $2"
    private static let anySecret: Statement = "SELECT 1 FROM identity_providers WHERE client_secret IS NOT NULL LIMIT 1"
    private static let all: Statement = "SELECT \(constant: columns) FROM identity_providers ORDER BY name, id LIMIT 100"
}
