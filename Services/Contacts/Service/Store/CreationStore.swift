package import Core
package import Database

/// What was made under which Idempotency-Key.
package enum CreationStore {
    package static func find(key: String, in tx: Transaction) throws -> (digest: [UInt8], resource: ID)? {
        try tx.first(byKey, [.text(key)]) { ($0.bytes(0), $0.id(1)) }
    }

    package static func insert(key: String, digest: [UInt8], resource: ID, in tx: Transaction) throws {
        try tx.execute(insertRow, [.text(key), .bytes(digest), .id(resource)])
    }

    private static let byKey: Statement = "SELECT digest, resource_id FROM creations WHERE creation_key = $1"
    private static let insertRow: Statement =
        "INSERT INTO creations (creation_key, digest, resource_id) VALUES ($1, $2, $3)"
}
