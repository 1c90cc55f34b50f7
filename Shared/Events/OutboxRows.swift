import Core
import Database

/// The outbox as the relay sees it.
struct OutboxRows: Sendable {
    let database: any Database

    struct Row: Sendable {
        let seq: Int64
        let record: Record
        let createdAt: Timestamp
        /// An earlier event of its key is parked.
        let isBehindParked: Bool
    }

    /// The first rows by `seq`; `isFull` when more may follow.
    func page(rows limit: Int, bytes limitBytes: Int) async throws -> (rows: [Row], isFull: Bool) {
        try await database.read { tx in
            var rows: [Row] = []
            var bytes = 0
            try tx.each(Self.select, [.int(limit)]) { row in
                rows.append(
                    Row(
                        seq: row.int(0),
                        record: Record(
                            topic: row.text(1), key: row.textOrNil(2), headers: Envelope.unpacked(row.bytes(3)),
                            value: row.bytes(4)),
                        createdAt: row.time(5), isBehindParked: row.bool(6)))
                bytes += rows[rows.count - 1].record.value.count
                return bytes < limitBytes
            }
            return (rows, rows.count == limit || bytes >= limitBytes)
        }
    }

    func count() async throws -> Int {
        try await database.read { try $0.first(Self.count) { $0.count(0) } ?? 0 }
    }

    /// Deletes what was acknowledged and parks what was refused, in one transaction.
    func settle(acknowledged: [Int64], refused: [(seq: Int64, reason: String)]) async throws {
        guard !acknowledged.isEmpty || !refused.isEmpty else { return }
        try await database.write { tx in
            if !acknowledged.isEmpty {
                let delete: SQL = "DELETE FROM outbox WHERE seq IN (\(Self.list(acknowledged)))"
                _ = try tx.changes(delete)
            }
            guard !refused.isEmpty else { return }
            try tx.lock(key: ParkedRecords.lock)
            for refusal in refused { try tx.execute(Self.park, [.int(refusal.seq), .text(refusal.reason)]) }
            try tx.execute(Self.deleteParked)
        }
    }

    /// Parks rows whose key is parked, unless an operator released the key in the meantime.
    func parkBehind(_ seqs: [Int64]) async throws {
        try await database.write { tx in
            try tx.lock(key: ParkedRecords.lock)
            let sql: SQL = """
                INSERT INTO outbox_parked (seq, topic, record_key, headers, value, created_at, reason)
                SELECT seq, topic, record_key, headers, value, created_at, 'behind a parked event of its key' FROM outbox
                WHERE seq IN (\(Self.list(seqs))) AND EXISTS (
                    SELECT 1 FROM outbox_parked p WHERE p.topic = outbox.topic AND p.record_key = outbox.record_key)
                """
            _ = try tx.changes(sql)
            try tx.execute(Self.deleteParked)
        }
    }

    private static func list(_ seqs: [Int64]) -> SQL {
        var list = SQL()
        for (index, seq) in seqs.enumerated() { list += index == 0 ? "\(.int(seq))" : ", \(.int(seq))" }
        return list
    }

    private static let select: Statement = """
        SELECT seq, topic, record_key, headers, value, created_at, EXISTS (
            SELECT 1 FROM outbox_parked p WHERE p.topic = outbox.topic AND p.record_key = outbox.record_key)
        FROM outbox ORDER BY seq LIMIT $1
        """
    private static let park: Statement = """
        INSERT INTO outbox_parked (seq, topic, record_key, headers, value, created_at, reason)
        SELECT seq, topic, record_key, headers, value, created_at, CAST($2 AS text) FROM outbox WHERE seq = $1
        """
    private static let count: Statement = "SELECT count(*) FROM outbox"
    private static let deleteParked: Statement = "DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox_parked)"
}
