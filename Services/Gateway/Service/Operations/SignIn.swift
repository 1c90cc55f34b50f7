import Core
import Crypto
import Database

/// Signs a person in by password. Wrong ones are counted and pause further attempts; see `SignInPolicy`.
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
        let login = SearchKey.folded(String(login.unicodeScalars.filter { $0.value != 0 }.prefix(320).map(Character.init)))
        let attempts = CountAttempts(counts: SignInPolicy.counts(login: login, network: origin.network))
        let now = clock.now()
        let (verdict, user) = try await database.write { tx in
            let verdict = try attempts.begin(at: now, in: tx)
            guard case .allowed = verdict else { return (verdict, User?.none) }
            return (verdict, try UserStore().find(loginKey: login, in: tx))
        }
        guard case .allowed(let attemptsLeft) = verdict else {
            if case .paused(let until) = verdict { return .paused(until: until) }
            return .refused(attemptsLeft: 0)
        }
        // An unknown login takes as long as a wrong password, so that the answer does not tell them apart.
        let matches = await PasswordHash.verify(password, against: user?.passwordHash ?? PasswordHash.nobody)
        guard let user, matches else {
            // This attempt is among the failures already.
            return attemptsLeft > 1
                ? .refused(attemptsLeft: attemptsLeft - 1) : .paused(until: now.adding(seconds: SignInPolicy.pause))
        }
        let cookie = try await database.write { tx in
            try attempts.forgive(at: now, in: tx)
            return try openSession.perform(
                user, from: origin, language: language, replacing: oldCookie, at: now, in: tx)
        }
        return .signedIn(cookie: cookie)
    }
}
