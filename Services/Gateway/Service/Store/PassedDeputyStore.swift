import Core
import Database

/// In which absences somebody stood in until he was off-boarded.
struct PassedDeputyStore: Sendable {
    struct Line: Sendable {
        let absence: ID
        /// Who stood in before.
        let deputy: ID
        /// Of the absence, once somebody else stood in or nobody.
        let version: Int64
    }

    func add(_ line: Line, of reassignment: ID, in tx: Transaction) throws {
        try tx.execute(Self.insert, [.id(reassignment), .id(line.absence), .id(line.deputy), .int(line.version)])
    }

    func list(of reassignment: ID, in tx: Transaction) throws -> [Line] {
        try tx.rows(Self.select, [.id(reassignment)]) { Line(absence: $0.id(0), deputy: $0.id(1), version: $0.int(2)) }
    }

    func remove(of reassignment: ID, in tx: Transaction) throws {
        try tx.execute(Self.delete, [.id(reassignment)])
    }

    private static let insert: Statement = """
        INSERT INTO passed_deputies (reassignment_id, absence_id, deputy_id, version) VALUES ($1, $2, $3, $4)
        ON CONFLICT (reassignment_id, absence_id) DO UPDATE SET deputy_id = excluded.deputy_id, version = excluded.version
        """
    private static let select: Statement = """
        SELECT absence_id, deputy_id, version FROM passed_deputies WHERE reassignment_id = $1 ORDER BY absence_id
        """
    private static let delete: Statement = "DELETE FROM passed_deputies WHERE reassignment_id = $1"
}
