import Database

/// The secret that signs the links in messages.
struct UnsubscribeKeyStore: Sendable {
    /// Keeps `fresh` unless there is a secret already, and returns the one that is kept.
    func keep(_ fresh: [UInt8], in tx: Transaction) throws -> [UInt8] {
        try tx.execute(Self.insertSecret, [.bytes(fresh)])
        return try tx.first(Self.readSecret) { $0.bytes(0) } ?? fresh
    }

    private static let insertSecret: Statement =
        "INSERT INTO unsubscribe_keys (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING"
    private static let readSecret: Statement = "SELECT secret FROM unsubscribe_keys WHERE id = 1"
}
