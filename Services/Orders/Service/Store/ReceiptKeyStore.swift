package import Core
package import Crypto
package import Database

/// The keys that sign receipts. The newest signs; none is ever removed, so that old receipts can be checked and made again.
package struct ReceiptKeyStore: Sendable {
    package struct Entry: Sendable {
        package let number: Int64
        package let key: SigningKey
    }

    package init() {}

    /// Oldest first.
    package func all(in tx: Transaction) throws -> [Entry] {
        try tx.rows(Self.select) { Entry(number: $0.int(0), key: try SigningKey(seed: $0.bytes(1))) }
    }

    /// As `all`, after making the first key if there is none; whoever comes at the same moment gets the same one.
    package func allOrFirst(at now: Timestamp, in tx: Transaction) throws -> [Entry] {
        let there = try all(in: tx)
        guard there.isEmpty else { return there }
        try tx.lock(key: Self.lock)
        let made = try all(in: tx)
        return made.isEmpty ? [try add(number: 1, at: now, in: tx)] : made
    }

    package func rotate(at now: Timestamp, in tx: Transaction) throws -> [Entry] {
        try tx.lock(key: Self.lock)
        let there = try all(in: tx)
        return there + [try add(number: (there.last?.number ?? 0) + 1, at: now, in: tx)]
    }

    private func add(number: Int64, at now: Timestamp, in tx: Transaction) throws -> Entry {
        let key = SigningKey.generate()
        try tx.execute(Self.insert, [.int(number), .bytes(key.seed), .time(now)])
        return Entry(number: number, key: key)
    }

    private static let lock = "orders.receipt-keys"
    private static let select: Statement = "SELECT number, seed FROM receipt_keys ORDER BY number"
    private static let insert: Statement = "INSERT INTO receipt_keys (number, seed, created_at) VALUES ($1, $2, $3)"
}
