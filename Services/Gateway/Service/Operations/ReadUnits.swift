import Core
import Database

/// Units, in the order of their ids, and who works in them.
struct ReadUnits: Sendable {
    let database: any Database

    func callAsFunction(after id: ID?, limit: Int) async throws -> [Unit] {
        try await database.read { tx in try UnitStore().list(after: id, limit: limit, in: tx) }
    }

    func one(_ id: ID) async throws -> Unit {
        try await database.read { tx in try Missing.check(UnitStore().find(id, in: tx)) }
    }

    /// Also memberships that are over or have not begun.
    func members(of unit: ID, after id: ID?, limit: Int) async throws -> [Membership] {
        try await database.read { tx in
            _ = try Missing.check(UnitStore().find(unit, in: tx))
            return try MembershipStore().list(in: unit, after: id, limit: limit, in: tx)
        }
    }
}
