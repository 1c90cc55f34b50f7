import Core
package import Database
import JSON

/// The audit of one service as rows.
package enum AuditStore {
    package static func insert(_ entry: AuditEntry, in tx: Transaction) throws {
        let records = canonical(entry.records)
        try tx.execute(
            insertEntry,
            [
                .id(entry.id), .time(entry.at), .text(entry.actor.kind), .text(entry.actor.subject), .text(entry.actor.name),
                .text(entry.address), .text(entry.request), .text(entry.action), .text(entry.resource), .text(entry.door),
                .text(entry.outcome), .text(records), .text(canonical(entry.fields)), .text(canonical(entry.rule)),
                .text(canonical(entry.details)),
            ])
        if !entry.records.isEmpty { try tx.execute(insertRecords, [.id(entry.id), .text(records)]) }
    }

    /// The oldest entries that have no place in the chain yet.
    static func unsealed(limit: Int, in tx: Transaction) throws -> [AuditEntry] {
        try tx.rows(selectUnsealed, [.int(limit)], entry)
    }

    static func hasUnsealed(in tx: Transaction) throws -> Bool {
        try tx.first(selectAnyUnsealed, []) { _ in true } ?? false
    }

    package static func countUnsealed(in tx: Transaction) throws -> Int {
        try tx.first(countUnsealedRows) { $0.count(0) } ?? 0
    }

    static func seal(_ id: ID, number: Int64, hash: [UInt8], in tx: Transaction) throws {
        try tx.execute(sealEntry, [.id(id), .int(number), .bytes(hash)])
    }

    /// The entries that follow `number` in the chain.
    package static func sealed(after number: Int64, limit: Int, in tx: Transaction) throws -> [SealedEntry] {
        try tx.rows(selectSealed, [.int(number), .int(limit)]) { row in
            SealedEntry(entry: try entry(row), number: row.int(15), hash: row.bytes(16))
        }
    }

    /// How many of the entry's records lead to it.
    static func indexed(_ entries: [AuditEntry], in tx: Transaction) throws -> [Int] {
        let pairs = entries.flatMap { entry in Set(entry.records).map { [SQLValue.text($0), .id(entry.id)] } }
        let found = try tx.rows(selectRecord, ofEach: pairs) { _ in true }
        var counts: [ID: Int] = [:]
        for (pair, rows) in zip(pairs, found) {
            if case .id(let id) = pair[1], !rows.isEmpty { counts[id, default: 0] += 1 }
        }
        return entries.map { counts[$0.id] ?? 0 }
    }

    static func delete(_ entry: AuditEntry, in tx: Transaction) throws {
        for record in Set(entry.records) { try tx.execute(deleteRecord, [.text(record), .id(entry.id)]) }
        try tx.execute(deleteEntry, [.id(entry.id)])
    }

    /// Throws where a member that must be JSON is not, as only tampering can bring about.
    static func entry(_ row: Row) throws -> AuditEntry {
        let entry = AuditEntry(
            id: row.id(0), actor: AuditEntry.Actor(kind: row.text(2), subject: row.text(3), name: row.text(4)),
            address: row.text(5), request: row.text(6), action: row.text(7), resource: row.text(8), door: row.text(9),
            outcome: row.text(10), records: try texts(row.bytes(11)), fields: try texts(row.bytes(12)),
            rule: try JSONValue.parse(row.bytes(13)), details: try JSONValue.parse(row.bytes(14)))
        guard row.time(1) == entry.at else { throw AuditFault(description: "its time is not the one of its id") }
        return entry
    }

    /// What no entry of ours can be.
    struct AuditFault: Error, CustomStringConvertible {
        let description: String
    }

    private static func texts(_ bytes: [UInt8]) throws -> [String] {
        (try JSONValue.parse(bytes).array ?? []).compactMap(\.string)
    }

    private static func canonical(_ texts: [String]) -> String { canonical(.array(texts.map { .string($0) })) }
    private static func canonical(_ value: JSONValue) -> String { String(decoding: value.canonical(), as: UTF8.self) }

    static let columns: StaticString = """
        e.id, e.at, e.actor_kind, e.actor, e.actor_name, e.address, e.request, e.action, e.resource, e.door, e.outcome,
        e.records, e.fields, e.rule, e.details
        """
    private static let insertEntry: Statement = """
        INSERT INTO audit_entries (id, at, actor_kind, actor, actor_name, address, request, action, resource, door, outcome,
            records, fields, rule, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """
    /// From the list that the entry holds, so that a page of a list costs one statement.
    private static let insertRecords = Statement(
        postgres: """
            INSERT INTO audit_records (record_id, entry_id)
            SELECT DISTINCT r.value, CAST($1 AS uuid) FROM json_array_elements_text(CAST($2 AS json)) AS r (value)
            """,
        sqlite: "INSERT INTO audit_records (record_id, entry_id) SELECT DISTINCT r.value, $1 FROM json_each($2) AS r")
    private static let selectUnsealed: Statement = """
        SELECT \(constant: columns) FROM audit_entries e WHERE e.number IS NULL ORDER BY e.id LIMIT $1
        """
    private static let selectAnyUnsealed: Statement = "SELECT 1 FROM audit_entries e WHERE e.number IS NULL LIMIT 1"
    private static let countUnsealedRows: Statement = "SELECT count(*) FROM audit_entries e WHERE e.number IS NULL"
    private static let sealEntry: Statement =
        "UPDATE audit_entries SET number = $2, hash = $3 WHERE id = $1 AND number IS NULL"
    private static let selectSealed: Statement = """
        SELECT \(constant: columns), e.number, e.hash FROM audit_entries e WHERE e.number > $1 ORDER BY e.number LIMIT $2
        """
    private static let selectRecord: Statement = "SELECT 1 FROM audit_records WHERE record_id = $1 AND entry_id = $2"
    private static let deleteRecord: Statement = "DELETE FROM audit_records WHERE record_id = $1 AND entry_id = $2"
    private static let deleteEntry: Statement = "DELETE FROM audit_entries WHERE id = $1"
}
