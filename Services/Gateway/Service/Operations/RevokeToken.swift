import Core
import Database

/// Ends a token; it is refused everywhere within 5 s.
struct RevokeToken: Sendable {
    let database: any Database
    let clock: any WallClock

    func callAsFunction(_ id: ID) async throws {
        let now = clock.now()
        guard try await database.write({ tx in try TokenStore().revoke(id, at: now, in: tx) }) else { throw Self.missing }
    }

    /// Only where it is the user's.
    func callAsFunction(_ id: ID, ofUser user: ID) async throws {
        let now = clock.now()
        let isDone = try await database.write { tx in
            guard try TokenStore().list(ofUser: user, in: tx).contains(where: { $0.id == id }) else { return false }
            return try TokenStore().revoke(id, at: now, in: tx)
        }
        guard isDone else { throw Self.missing }
    }

    private static let missing = Refusal(.notFound, "not-found", "There is no such token, or it is revoked already.")
}

/// The tokens that are not revoked, the oldest first.
struct ListTokens: Sendable {
    let database: any Database

    func callAsFunction() async throws -> [AccessToken] {
        try await database.read { tx in try TokenStore().list(in: tx) }
    }

    func callAsFunction(ofUser user: ID) async throws -> [AccessToken] {
        try await database.read { tx in try TokenStore().list(ofUser: user, in: tx) }
    }
}
