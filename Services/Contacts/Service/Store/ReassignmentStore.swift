import ContactsAPI
package import Core
package import Database
import JSON

/// Reassignments without their accounts.
package enum ReassignmentStore {
    package static func add(_ reassignment: Reassignment, subject: String, in tx: Transaction) throws {
        try tx.execute(
            insert,
            [
                .id(reassignment.id), .id(reassignment.departure?.user), .text(reassignment.state.rawValue),
                .json(reassignment.request.json()), .json(reassignment.by.json()), .text(subject),
                .time(reassignment.createdAt), .bool(reassignment.departure?.deactivates ?? false),
                .id(reassignment.departure?.teamsTo), .id(reassignment.departure?.deputiesTo),
            ])
    }

    package static func addSlots(_ slots: [ReassignmentSlot], of id: ID, in tx: Transaction) throws {
        for slot in slots {
            try tx.execute(
                insertSlot,
                [.id(id), .int(slot.slot), .id(slot.forUnit), .id(slot.ownership.owner), .id(slot.ownership.unit)])
        }
    }

    package static func slots(of id: ID, in tx: Transaction) throws -> [ReassignmentSlot] {
        try tx.rows(selectSlots, [.id(id)]) { row in
            ReassignmentSlot(
                slot: row.count(0), forUnit: row.idOrNil(1), ownership: Ownership(owner: row.idOrNil(2), unit: row.id(3)))
        }
    }

    /// With who made it. `forUpdate` holds it until the end of the transaction.
    package static func find(
        _ id: ID, forUpdate: Bool = false, in tx: Transaction
    ) throws -> (reassignment: Reassignment, subject: String)? {
        try tx.first(forUpdate ? selectForUpdate : select, [.id(id)], decode)
    }

    /// Newest first; `subject` `nil`: everybody's.
    package static func page(
        of subject: String?, before: ID?, limit: Int, in tx: Transaction
    ) throws -> [Reassignment] {
        var sql: SQL = "SELECT \(constant: columns) FROM reassignments WHERE 1 = 1"
        if let subject { sql += " AND by_subject = \(.text(subject))" }
        if let before { sql += " AND id < \(.id(before))" }
        sql += " ORDER BY id DESC LIMIT \(.int(limit))"
        return try tx.rows(sql) { try decode($0).reassignment }
    }

    package static func save(_ reassignment: Reassignment, in tx: Transaction) throws {
        let counts = reassignment.counts
        try tx.execute(
            update,
            [
                .id(reassignment.id), .text(reassignment.state.rawValue),
                reassignment.appliedBy.map { .json($0.json()) } ?? .null, .time(reassignment.appliedAt),
                .time(reassignment.finishedAt), .int(counts.planned), .int(counts.moved), .int(counts.skipped),
                .int(counts.undone), .int(counts.kept), .json(reassignment.leftOut.json()),
            ])
    }

    /// Forgets plans that nobody let begin since then, with their accounts.
    package static func forgetPlans(before bound: Timestamp, in tx: Transaction) throws {
        try tx.execute(deletePlannedItems, [.time(bound)])
        try tx.execute(deletePlannedSlots, [.time(bound)])
        try tx.execute(deletePlans, [.time(bound)])
    }

    private static func decode(_ row: Row) throws -> (reassignment: Reassignment, subject: String) {
        var reassignment = Reassignment(
            id: row.id(0),
            departure: row.idOrNil(1).map {
                Departure(user: $0, deactivates: row.bool(16), teamsTo: row.idOrNil(17), deputiesTo: row.idOrNil(18))
            },
            state: ReassignmentState(rawValue: row.text(2)) ?? .previewed,
            request: try Shapes.decode(ReassignmentRequest.self, from: row.bytes(3)),
            by: try Shapes.decode(ActorResource.self, from: row.bytes(4)), createdAt: row.time(7))
        reassignment.appliedBy = try row.bytesOrNil(6).map { try Shapes.decode(ActorResource.self, from: $0) }
        reassignment.appliedAt = row.timeOrNil(8)
        reassignment.finishedAt = row.timeOrNil(9)
        reassignment.counts = ReassignmentCounts(
            planned: row.int(10), moved: row.int(11), skipped: row.int(12), undone: row.int(13), kept: row.int(14))
        reassignment.leftOut =
            try JSONValue.parse(row.bytes(15)).array?.compactMap {
                Shapes.read(ReassignmentConflict.self, from: $0).value
            } ?? []
        return (reassignment, row.text(5))
    }

    private static let columns: StaticString = """
        id, user_id, state, request, by_actor, by_subject, applied_by, created_at, applied_at, finished_at, planned, moved, skipped,
        undone, kept, left_out, deactivates, teams_to, deputies_to
        """
    private static let insert: Statement = """
        INSERT INTO reassignments
        (id, user_id, state, request, by_actor, by_subject, created_at, deactivates, teams_to, deputies_to, planned, moved,
        skipped, undone, kept, left_out)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, '[]')
        """
    private static let insertSlot: Statement = """
        INSERT INTO reassignment_targets (reassignment_id, slot, for_unit_id, owner_id, unit_id) VALUES ($1, $2, $3, $4, $5)
        """
    private static let selectSlots: Statement = """
        SELECT slot, for_unit_id, owner_id, unit_id FROM reassignment_targets WHERE reassignment_id = $1 ORDER BY slot
        """
    private static let select: Statement = "SELECT \(constant: columns) FROM reassignments WHERE id = $1"
    private static let selectForUpdate: Statement =
        "SELECT \(constant: columns) FROM reassignments WHERE id = $1 \(.forUpdate)"
    private static let update: Statement = """
        UPDATE reassignments SET state = $2, applied_by = $3, applied_at = $4, finished_at = $5, planned = $6, moved = $7,
        skipped = $8, undone = $9, kept = $10, left_out = $11 WHERE id = $1
        """
    private static let deletePlannedItems: Statement = """
        DELETE FROM reassignment_items WHERE reassignment_id IN (
            SELECT id FROM reassignments WHERE state = 'previewed' AND created_at < $1)
        """
    private static let deletePlannedSlots: Statement = """
        DELETE FROM reassignment_targets WHERE reassignment_id IN (
            SELECT id FROM reassignments WHERE state = 'previewed' AND created_at < $1)
        """
    private static let deletePlans: Statement = "DELETE FROM reassignments WHERE state = 'previewed' AND created_at < $1"
}
