package import Core
package import Database

/// Where a service's chain begins and ends.
package struct AuditChainState: Hashable, Sendable {
    /// Of the last entry; 0 before the first.
    package var number: Int64
    package var hash: [UInt8]
    /// Of the last entry that retention removed; 0 where nothing was removed.
    package var removed: Int64
    package var removedHash: [UInt8]
    package var removedUntil: Timestamp?

    /// Held by the transaction where it is to be changed: who seals and who removes take turns.
    package static func load(forUpdate: Bool = false, in tx: Transaction) throws -> AuditChainState? {
        try tx.first(forUpdate ? lock : select) { row in
            AuditChainState(
                number: row.int(0), hash: row.bytes(1), removed: row.int(2), removedHash: row.bytes(3),
                removedUntil: row.timeOrNil(4))
        }
    }

    func save(in tx: Transaction) throws {
        try tx.execute(
            Self.update, [.int(number), .bytes(hash), .int(removed), .bytes(removedHash), .time(removedUntil)])
    }

    private static let columns: StaticString = "number, hash, removed, removed_hash, removed_until"
    private static let select: Statement = "SELECT \(constant: columns) FROM audit_chain WHERE id = 1"
    private static let lock: Statement = "SELECT \(constant: columns) FROM audit_chain WHERE id = 1 \(.forUpdate)"
    private static let update: Statement = """
        UPDATE audit_chain SET number = $1, hash = $2, removed = $3, removed_hash = $4, removed_until = $5 WHERE id = 1
        """
}
