import Core
import Database

/// Users, in the order of their logins.
struct ReadUsers: Sendable {
    let database: any Database

    func callAsFunction(_ query: UserQuery) async throws -> [User] {
        try await database.read { tx in try UserStore().list(query, in: tx) }
    }

    func one(_ id: ID) async throws -> User {
        try await database.read { tx in try Missing.check(UserStore().find(id, in: tx)) }
    }

    /// The units that he belongs to, belonged to or will belong to.
    func memberships(of id: ID) async throws -> [Membership] {
        try await database.read { tx in
            _ = try Missing.check(UserStore().find(id, in: tx))
            return try MembershipStore().list(of: id, in: tx)
        }
    }
}
