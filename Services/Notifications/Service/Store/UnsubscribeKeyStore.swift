import Database

/// The secrets of notifications.
struct UnsubscribeKeyStore: Sendable {
    enum Use: Int64, Sendable {
        /// Signs the links in messages.
        case links = 1
        /// Opens what others seal to us.
        case letters = 2
    }

    /// Keeps `fresh` unless there is a secret already, and returns the one that is kept.
    func keep(_ fresh: [UInt8], as use: Use = .links, in tx: Transaction) throws -> [UInt8] {
        try tx.execute(Self.insertSecret, [.int(use.rawValue), .bytes(fresh)])
        return try tx.first(Self.readSecret, [.int(use.rawValue)]) { $0.bytes(0) } ?? fresh
    }

    private static let insertSecret: Statement =
        "INSERT INTO unsubscribe_keys (id, secret) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
    private static let readSecret: Statement = "SELECT secret FROM unsubscribe_keys WHERE id = $1"
}
