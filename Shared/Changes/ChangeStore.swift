import Access
package import Core
package import Database
import JSON

/// The changes of a service.
package enum ChangeStore {
    package struct Line: Hashable, Sendable {
        package let place: ChangePlace
        package let change: Change
    }

    /// In the transaction that changes the record.
    package static func add(_ change: Change, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .time(change.at), .text(change.type), .id(change.record), .id(change.account), .text(change.part),
                .int(change.version), .text(change.actor), .bool(change.isOpen), change.before.map { .json(encode($0)) } ?? .null,
            ])
    }

    /// Those behind `place`, as far as no other can still come before them.
    package static func page(after place: ChangePlace, limit: Int, in tx: Transaction) throws -> [Line] {
        try tx.rows(select, [.int(place.transaction), .int(place.sequence), .int(limit)]) { row in
            Line(
                place: ChangePlace(transaction: row.int(0), sequence: row.int(1)),
                change: Change(
                    row.text(3), record: row.id(4), account: row.idOrNil(5), part: row.textOrNil(6), version: row.intOrNil(7),
                    at: row.time(2), actor: row.textOrNil(8), isOpen: row.bool(9), kept: try row.bytesOrNil(10).map(decode)))
        }
    }

    /// The last place behind which nothing is missing, and the moment of its change; the cut, where there is none.
    package static func end(in tx: Transaction) throws -> (place: ChangePlace, at: Timestamp) {
        let last = try tx.first(selectLast) { row in
            (ChangePlace(transaction: row.int(0), sequence: row.int(1)), row.time(2))
        }
        return try last ?? (cut(in: tx), Timestamp(microseconds: 0))
    }

    /// Whether everything behind the place is there: the change itself is, or it was the last that was removed.
    package static func isKnown(_ place: ChangePlace, at moment: Timestamp, in tx: Transaction) throws -> Bool {
        let found = try tx.first(selectOne, [.int(place.transaction), .int(place.sequence)]) { $0.time(0) }
        return try found == moment || (found == nil && place == cut(in: tx))
    }

    /// Removes changes before `moment`, at most `limit` of them and from the oldest on; says how many.
    package static func remove(before moment: Timestamp, limit: Int, in tx: Transaction) throws -> Int {
        _ = try tx.first(lock) { $0.int(0) }
        let old = try page(after: .start, limit: limit, in: tx).prefix { $0.change.at < moment }
        guard let last = old.last else { return 0 }
        let place: [SQLValue] = [.int(last.place.transaction), .int(last.place.sequence)]
        try tx.execute(delete, place)
        try tx.execute(moveCut, place)
        return old.count
    }

    private static func cut(in tx: Transaction) throws -> ChangePlace {
        try tx.first(selectCut) { ChangePlace(transaction: $0.int(0), sequence: $0.int(1)) } ?? .start
    }

    private static func encode(_ facts: RecordFacts) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("owner", facts.owner)
            writer.field("unit", facts.unit)
            writer.field("with", array: facts.shares.filter { $0.until == nil }.map(\.principal))
            writer.field("ended") { writer in
                for share in facts.shares { writer.field(share.principal.description, share.until) }
            }
        }
        return writer.bytes
    }

    private static func decode(_ bytes: [UInt8]) throws -> RecordFacts {
        let json = try JSONValue.parse(bytes)
        func id(_ value: JSONValue?) -> ID? { value?.string.flatMap { ID($0) } }
        let shares = (json["with"]?.array ?? []).compactMap(id).map { RecordFacts.Share(principal: $0, mayChange: false) }
        let ended = (json["ended"]?.object?.members ?? []).compactMap { member -> RecordFacts.Share? in
            guard let principal = ID(member.key), let until = member.value.string.flatMap({ Timestamp($0) }) else { return nil }
            return RecordFacts.Share(principal: principal, mayChange: false, until: until)
        }
        return RecordFacts(owner: id(json["owner"]), unit: id(json["unit"]), shares: shares + ended)
    }

    private static let insert: Statement = """
        INSERT INTO changes (at, type, record_id, account_id, part, version, actor, is_open, before)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """
    private static let columns = "tx, seq, at, type, record_id, account_id, part, version, actor, is_open, before"
    /// Whoever has a transaction below it has ended.
    private static let horizon = "tx < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
    private static let select = Statement(
        postgres: "SELECT \(columns) FROM changes WHERE (tx, seq) > ($1, $2) AND \(horizon) ORDER BY tx, seq LIMIT $3",
        sqlite: "SELECT \(columns) FROM changes WHERE (tx, seq) > ($1, $2) ORDER BY tx, seq LIMIT $3")
    private static let selectLast = Statement(
        postgres: "SELECT tx, seq, at FROM changes WHERE \(horizon) ORDER BY tx DESC, seq DESC LIMIT 1",
        sqlite: "SELECT tx, seq, at FROM changes ORDER BY tx DESC, seq DESC LIMIT 1")
    private static let selectOne: Statement = "SELECT at FROM changes WHERE tx = $1 AND seq = $2"
    private static let selectCut: Statement = "SELECT cut_tx, cut_seq FROM change_feed WHERE id = 1"
    private static let lock: Statement = "SELECT id FROM change_feed WHERE id = 1 \(.forUpdate)"
    private static let delete: Statement = "DELETE FROM changes WHERE (tx, seq) <= ($1, $2)"
    private static let moveCut: Statement = "UPDATE change_feed SET cut_tx = $1, cut_seq = $2 WHERE id = 1"
}
