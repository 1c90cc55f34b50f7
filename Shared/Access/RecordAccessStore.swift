package import Core
package import Database

/// Whose accounts are and who was let in, for the rows that hang on them. In contacts, whose accounts have owner and unit
/// themselves, only the shares are kept here.
package enum RecordAccessStore {
    /// Older states than the known one change nothing. `version` is the account's.
    package static func put(_ facts: RecordFacts, of record: ID, version: Int64, in tx: Transaction) throws {
        let changed = try tx.changes(
            putRecord, [.id(record), .id(facts.owner), .id(facts.unit ?? UnitTree.root), .int(version)])
        if changed == 1 { try putShares(facts.shares, of: record, in: tx) }
    }

    package static func putShares(_ shares: [RecordFacts.Share], of record: ID, in tx: Transaction) throws {
        try tx.execute(deleteShares, [.id(record)])
        for share in shares {
            try tx.execute(
                putShare,
                [
                    .id(record), .id(share.principal), .bool(share.mayChange), .time(share.from ?? always.from),
                    .time(share.until ?? always.until),
                ])
        }
    }

    /// `nil` for an account that nothing is known of yet.
    package static func facts(of record: ID, in tx: Transaction) throws -> RecordFacts? {
        guard let (owner, unit) = try tx.first(selectRecord, [.id(record)], { ($0.idOrNil(0), $0.id(1)) }) else { return nil }
        return RecordFacts(owner: owner, unit: unit, shares: try shares(of: record, in: tx))
    }

    /// Of those accounts that something is known of.
    package static func facts(of records: Set<ID>, in tx: Transaction) throws -> [ID: RecordFacts] {
        guard !records.isEmpty else { return [:] }
        let shares = try shares(of: records, in: tx)
        var facts: [ID: RecordFacts] = [:]
        try tx.each("SELECT record_id, owner_id, unit_id FROM record_access WHERE record_id IN (\(list(records)))") { row in
            let id: ID = row.id(0)
            facts[id] = RecordFacts(owner: row.idOrNil(1), unit: row.id(2), shares: shares[id] ?? [])
            return true
        }
        return facts
    }

    /// Of those accounts that are shared with anybody.
    package static func shares(of records: Set<ID>, in tx: Transaction) throws -> [ID: [RecordFacts.Share]] {
        guard !records.isEmpty else { return [:] }
        var shares: [ID: [RecordFacts.Share]] = [:]
        try tx.each(
            """
            SELECT principal_id, may_change, from_at, until_at, record_id FROM record_shares WHERE record_id IN (\(list(records)))
            ORDER BY record_id, principal_id, from_at
            """
        ) { row in
            shares[row.id(4), default: []].append(share(row))
            return true
        }
        return shares
    }

    private static func list(_ records: Set<ID>) -> SQL {
        var ids = SQL()
        for (index, id) in records.sorted().enumerated() { ids += index == 0 ? "\(.id(id))" : ", \(.id(id))" }
        return ids
    }

    package static func shares(of record: ID, in tx: Transaction) throws -> [RecordFacts.Share] {
        try tx.rows(selectShares, [.id(record)], share)
    }

    private static func share(_ row: Row) -> RecordFacts.Share {
        RecordFacts.Share(
            principal: row.id(0), mayChange: row.bool(1), from: row.time(2) == always.from ? nil : row.time(2),
            until: row.time(3) == always.until ? nil : row.time(3))
    }

    /// What stands for no limit, so that rows compare without nulls: years 1 and 9999.
    package static let always = (
        from: Timestamp(microseconds: -62_135_596_800_000_000), until: Timestamp(microseconds: 253_370_764_800_000_000)
    )

    private static let putRecord: Statement = """
        INSERT INTO record_access (record_id, owner_id, unit_id, version) VALUES ($1, $2, $3, $4)
        ON CONFLICT (record_id) DO UPDATE SET owner_id = excluded.owner_id, unit_id = excluded.unit_id,
        version = excluded.version WHERE record_access.version < excluded.version
        """
    private static let deleteShares: Statement = "DELETE FROM record_shares WHERE record_id = $1"
    private static let putShare: Statement = """
        INSERT INTO record_shares (record_id, principal_id, may_change, from_at, until_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (record_id, principal_id, from_at) DO UPDATE SET may_change = excluded.may_change,
        until_at = excluded.until_at
        """
    private static let selectRecord: Statement = "SELECT owner_id, unit_id FROM record_access WHERE record_id = $1"
    private static let selectShares: Statement = """
        SELECT principal_id, may_change, from_at, until_at FROM record_shares WHERE record_id = $1
        ORDER BY principal_id, from_at
        """
}
