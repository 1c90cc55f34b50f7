package import Core
package import Database

/// The organization as this service knows it.
package enum OrganizationStore {
    /// False when a newer state of the unit is known already.
    @discardableResult
    package static func put(_ unit: UnitChanged, in tx: Transaction) throws -> Bool {
        let changed = try tx.changes(
            putUnit,
            [
                .id(unit.unitID), .id(unit.parentID), .text(unit.name), .id(unit.managerID), .bool(unit.isActive),
                .int(unit.version),
            ])
        guard changed == 1 else { return false }
        try number(in: tx)
        try tx.execute(raiseVersion)
        return true
    }

    @discardableResult
    package static func put(_ user: UserChanged, in tx: Transaction) throws -> Bool {
        try tx.changes(
            putUser, [.id(user.userID), .text(user.name), .id(user.unitID), .bool(user.isActive), .int(user.version)]) == 1
    }

    package static func user(_ id: ID, in tx: Transaction) throws -> UserChanged? {
        try tx.first(selectUser, [.id(id)]) { row in
            UserChanged(userID: id, name: row.text(0), unitID: row.id(1), isActive: row.bool(2), version: row.int(3))
        }
    }

    package static func unit(_ id: ID, in tx: Transaction) throws -> UnitChanged? {
        try tx.first(selectUnit, [.id(id)]) { row in
            UnitChanged(
                unitID: id, parentID: row.idOrNil(0), name: row.text(1), managerID: row.idOrNil(2), isActive: row.bool(3),
                version: row.int(4))
        }
    }

    static func version(in tx: Transaction) throws -> Int64 {
        try tx.first(selectVersion) { $0.int(0) } ?? 0
    }

    static func parents(in tx: Transaction) throws -> [ID: ID] {
        var parents: [ID: ID] = [:]
        try tx.each(selectParents, []) { row in
            parents[row.id(0)] = row.idOrNil(1)
            return true
        }
        return parents
    }

    /// Numbers the tree anew, depth first in the order of the ids. Units whose parent is not known yet stand beside the root.
    private static func number(in tx: Transaction) throws {
        let rows = try tx.rows(selectNumbers) { (id: $0.id(0), parent: $0.idOrNil(1), low: $0.int(2), high: $0.int(3)) }
        let ids = Set(rows.map(\.id))
        var children: [ID?: [ID]] = [:]
        for row in rows { children[row.parent.flatMap { ids.contains($0) ? $0 : nil }, default: []].append(row.id) }
        var numbers: [ID: (low: Int64, high: Int64)] = [:]
        var next: Int64 = 1
        // An explicit stack: a unit is met twice, the second time when all below it have their numbers.
        var open: [(id: ID, isDone: Bool)] = (children[nil] ?? []).reversed().map { ($0, false) }
        while let (id, isDone) = open.popLast() {
            if isDone {
                numbers[id]?.high = next - 1
            } else if numbers[id] == nil {
                numbers[id] = (next, next)
                next += 1
                open.append((id, true))
                open += (children[id] ?? []).reversed().map { ($0, false) }
            }
        }
        for row in rows {
            // In a circle, which a tree that is still arriving can have, a unit has only itself.
            let number = numbers[row.id] ?? (next, next)
            if numbers[row.id] == nil { next += 1 }
            guard number != (row.low, row.high) else { continue }
            try tx.execute(setNumbers, [.id(row.id), .int(number.low), .int(number.high)])
        }
    }

    private static let putUnit: Statement = """
        INSERT INTO known_units (unit_id, parent_id, name, manager_id, is_active, version, low, high)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0)
        ON CONFLICT (unit_id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name,
        manager_id = excluded.manager_id, is_active = excluded.is_active, version = excluded.version
        WHERE known_units.version < excluded.version
        """
    private static let putUser: Statement = """
        INSERT INTO known_users (user_id, name, unit_id, is_active, version) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, unit_id = excluded.unit_id, is_active = excluded.is_active,
        version = excluded.version WHERE known_users.version < excluded.version
        """
    private static let selectUser: Statement =
        "SELECT name, unit_id, is_active, version FROM known_users WHERE user_id = $1"
    private static let selectUnit: Statement =
        "SELECT parent_id, name, manager_id, is_active, version FROM known_units WHERE unit_id = $1"
    private static let selectVersion: Statement = "SELECT version FROM known_tree WHERE id = 1"
    private static let raiseVersion: Statement = "UPDATE known_tree SET version = version + 1 WHERE id = 1"
    private static let selectParents: Statement = "SELECT unit_id, parent_id FROM known_units"
    private static let selectNumbers: Statement = "SELECT unit_id, parent_id, low, high FROM known_units ORDER BY unit_id"
    private static let setNumbers: Statement = "UPDATE known_units SET low = $2, high = $3 WHERE unit_id = $1"
}
