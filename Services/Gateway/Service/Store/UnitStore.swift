import Core
import Database

struct UnitStore: Sendable {
    /// Whoever changes the organization holds this first: units, memberships, roles, absences, users. So each change is decided by
    /// the whole as it is, nobody is given rights by two changes that neither would be allowed after the other, and all are told
    /// in order.
    func lockTree(in tx: Transaction) throws {
        try tx.lock(key: "gateway/units")
    }

    func insert(_ unit: Unit, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [
                .id(unit.id), .id(unit.parentID), .text(unit.name), .id(unit.managerID), .bool(unit.isActive),
                .int(unit.version), .time(now),
            ])
    }

    func update(_ unit: Unit, in tx: Transaction) throws {
        try tx.execute(
            Self.updateRow,
            [
                .id(unit.id), .id(unit.parentID), .text(unit.name), .id(unit.managerID), .bool(unit.isActive),
                .int(unit.version),
            ])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Unit? {
        try tx.first(Self.byID, [.id(id)], Self.unit)
    }

    /// In the order of their ids.
    func list(after id: ID?, limit: Int, in tx: Transaction) throws -> [Unit] {
        try tx.rows(Self.page, [.id(id ?? ID(high: 0, low: 0)), .int(limit)], Self.unit)
    }

    /// Open ones of exactly this name.
    func named(_ name: String, in tx: Transaction) throws -> [Unit] {
        try tx.rows(Self.byName, [.text(name)], Self.unit)
    }

    func managed(by user: ID, in tx: Transaction) throws -> [Unit] {
        try tx.rows(Self.byManager, [.id(user)], Self.unit)
    }

    func hasActiveChildren(_ id: ID, in tx: Transaction) throws -> Bool {
        try tx.first(Self.anyChild, [.id(id)]) { $0.int(0) } != nil
    }

    func ids(in tx: Transaction) throws -> [ID] {
        try tx.rows(Self.allIDs, []) { $0.id(0) }
    }

    func tree(in tx: Transaction) throws -> UnitTree {
        var parents: [ID: ID] = [:]
        try tx.each(Self.parents, []) { row in
            parents[row.id(0)] = row.id(1)
            return true
        }
        return UnitTree(parents: parents)
    }

    private static func unit(_ row: Row) -> Unit {
        Unit(
            id: row.id(0), parentID: row.idOrNil(1), name: row.text(2), managerID: row.idOrNil(3), isActive: row.bool(4),
            version: row.int(5))
    }

    private static let columns: StaticString = "id, parent_id, name, manager_id, is_active, version"
    private static let insertRow: Statement = """
        INSERT INTO units (id, parent_id, name, manager_id, is_active, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    private static let updateRow: Statement = """
        UPDATE units SET parent_id = $2, name = $3, manager_id = $4, is_active = $5, version = $6 WHERE id = $1
        """
    private static let byID: Statement = "SELECT \(constant: columns) FROM units WHERE id = $1"
    private static let page: Statement = "SELECT \(constant: columns) FROM units WHERE id > $1 ORDER BY id LIMIT $2"
    private static let allIDs: Statement = "SELECT id FROM units ORDER BY id"
    private static let byManager: Statement = "SELECT \(constant: columns) FROM units WHERE manager_id = $1 ORDER BY id"
    private static let byName: Statement =
        "SELECT \(constant: columns) FROM units WHERE name = $1 AND is_active ORDER BY id LIMIT 2"
    private static let anyChild: Statement = "SELECT 1 FROM units WHERE parent_id = $1 AND is_active LIMIT 1"
    private static let parents: Statement = "SELECT id, parent_id FROM units WHERE parent_id IS NOT NULL"
}
