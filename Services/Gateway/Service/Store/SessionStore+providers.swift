import Core
import Database

/// Sessions that began at a provider.
extension SessionStore {
    /// Keeps where the session of this cookie's digest began, and the provider's own name of it.
    func bind(digest: [UInt8], provider: ID, session: String?, in tx: Transaction) throws {
        try tx.execute(Self.bindRow, [.bytes(digest), .id(provider), .text(session)])
    }

    /// Where the session began; `nil` for one that began by password.
    func provider(of session: ID, in tx: Transaction) throws -> ID? {
        try tx.first(Self.providerRow, [.id(session)]) { $0.idOrNil(0) } ?? nil
    }

    /// Ends the sessions that the provider calls so; with the subject where it says one, too. How many there were.
    func deleteAll(provider: ID, session: String, subject: String?, in tx: Transaction) throws -> Int {
        guard let subject else { return try tx.changes(Self.deleteByName, [.id(provider), .text(session)]) }
        return try tx.changes(Self.deleteByBoth, [.id(provider), .text(session), .text(subject)])
    }

    /// Ends all sessions that the subject began at the provider.
    func deleteAll(provider: ID, subject: String, in tx: Transaction) throws -> Int {
        try tx.changes(Self.deleteBySubject, [.id(provider), .text(subject)])
    }

    func deleteAll(provider: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteByProvider, [.id(provider)])
    }

    func deleteAll(provider: ID, user: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteByUser, [.id(provider), .id(user)])
    }

    private static let deleteByUser: Statement = "DELETE FROM sessions WHERE provider_id = $1 AND user_id = $2"
    private static let deleteByProvider: Statement = "DELETE FROM sessions WHERE provider_id = $1"
    private static let bindRow: Statement = "UPDATE sessions SET provider_id = $2, provider_session = $3 WHERE digest = $1"
    private static let providerRow: Statement = "SELECT provider_id FROM sessions WHERE id = $1"
    private static let deleteByName: Statement = "DELETE FROM sessions WHERE provider_id = $1 AND provider_session = $2"
    private static let deleteByBoth: Statement = """
        DELETE FROM sessions WHERE provider_id = $1 AND provider_session = $2
        AND user_id IN (SELECT user_id FROM user_identities WHERE provider_id = $1 AND subject = $3)
        """
    private static let deleteBySubject: Statement = """
        DELETE FROM sessions WHERE provider_id = $1
        AND user_id IN (SELECT user_id FROM user_identities WHERE provider_id = $1 AND subject = $2)
        """
}
