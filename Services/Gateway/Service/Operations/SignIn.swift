import Core
import Crypto
import Database

/// Signs a person in by password.
struct SignIn: Sendable {
    enum Outcome: Sendable {
        /// The cookie's text; only its digest is kept.
        case signedIn(cookie: String)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    let database: any Database
    let clock: any WallClock
    let openSession: OpenSession

    /// `language` is what the person chose, or empty for that of the user. The session of `replacing`, the cookie that the browser
    /// had, ends.
    func callAsFunction(
        login: String, password: String, from origin: SignInOrigin, language: String, replacing oldCookie: String? = nil
    ) async throws -> Outcome {
        let check = CheckPassword(database: database, clock: clock)
        switch try await check(login: login, password: password, network: origin.network) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .right(let user, let attempt):
            let now = clock.now()
            let cookie = try await database.write { tx in
                try attempt.forgive(in: tx)
                return try openSession.perform(
                    user, from: origin, language: language, replacing: oldCookie, at: now, in: tx)
            }
            return .signedIn(cookie: cookie)
        }
    }
}
