import Core
import Database

/// Keeps what a person prefers, from the next page on and in every browser.
struct ChangePreferences: Sendable {
    let database: any Database
    let clock: any WallClock

    func callAsFunction(to preferences: Preferences, of user: User) async throws {
        let (id, now) = (user.id, clock.now())
        try await database.write { tx in try PreferenceStore().save(preferences, of: id, at: now, in: tx) }
    }
}
