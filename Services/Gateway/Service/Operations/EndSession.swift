import Core
import Database

/// Ends sessions for good: whoever still has the cookie is signed out with the next request.
struct EndSession: Sendable {
    let database: any Database

    func callAsFunction(_ session: Session) async throws {
        let digest = session.digest
        try await database.write { tx in try SessionStore().delete(digest: digest, in: tx) }
    }

    /// Throws `notFound` when the user has no such session.
    func one(_ id: ID, userID: ID) async throws {
        guard try await database.write({ tx in try SessionStore().delete(id, userID: userID, in: tx) }) else {
            throw Refusal(.notFound, "not-found", "There is no such session, or it has ended already.")
        }
    }

    func all(userID: ID) async throws {
        try await database.write { tx in try SessionStore().deleteAll(userID: userID, in: tx) }
    }
}

/// The sessions of a user that are alive, the last used first.
struct ListSessions: Sendable {
    let database: any Database
    let clock: any WallClock
    let limits: SessionLimits

    func callAsFunction(userID: ID) async throws -> [Session] {
        let now = clock.now()
        return try await database.read { tx in try SessionStore().list(userID: userID, in: tx) }
            .filter { limits.allow($0, at: now) }
    }
}

/// Keeps the language that a person chose for the rest of the session.
struct ChangeLanguage: Sendable {
    let database: any Database

    func callAsFunction(to language: String, in session: Session) async throws {
        let digest = session.digest
        try await database.write { tx in try SessionStore().setLanguage(language, digest: digest, in: tx) }
    }
}
