import Core
import Database

/// Roles, in the order of their names, and who was given which.
struct ReadRoles: Sendable {
    let database: any Database

    /// `name` is the folded one of the last role before.
    func callAsFunction(after name: String?, limit: Int) async throws -> [Role] {
        try await database.read { tx in try RoleStore().list(after: name, limit: limit, in: tx) }
    }

    func one(_ id: ID) async throws -> Role {
        try await database.read { tx in try Missing.check(RoleStore().find(id, in: tx)) }
    }

    /// Also those that are over or have not begun.
    func assignments(of user: ID) async throws -> [RoleAssignment] {
        try await database.read { tx in
            _ = try Missing.check(UserStore().find(user, in: tx))
            return try AssignmentStore().list(of: user, in: tx)
        }
    }

    func holders(of role: ID, after id: ID?, limit: Int) async throws -> [RoleAssignment] {
        try await database.read { tx in
            _ = try Missing.check(RoleStore().find(role, in: tx))
            return try AssignmentStore().list(of: role, after: id, limit: limit, in: tx)
        }
    }
}
