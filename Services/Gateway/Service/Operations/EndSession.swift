import Core
import Database

/// Ends a session for good: whoever still has its cookie is signed out.
struct EndSession: Sendable {
    let database: any Database

    func callAsFunction(_ session: Session) async throws {
        let digest = session.digest
        try await database.write { tx in try SessionStore().delete(digest: digest, in: tx) }
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
