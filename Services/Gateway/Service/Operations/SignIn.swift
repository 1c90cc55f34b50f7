import Core
import Crypto
import Database

/// Signs a person in by password. Wrong ones are counted per login and per address, and pause further attempts.
struct SignIn: Sendable {
    enum Outcome: Sendable {
        /// The cookie's text; only its digest is kept.
        case signedIn(cookie: String)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    let database: any Database
    let clock: any WallClock

    func callAsFunction(login: String, password: String, address: String, language: String) async throws -> Outcome {
        let subjects = ["login:" + SearchKey.folded(login), "address:" + address]
        let now = clock.now()
        let (user, verdicts) = try await database.read { tx in
            (
                try UserStore().find(login: login, in: tx),
                try subjects.map { SignInPolicy.verdict(failures: try SessionStore().failures(of: $0, in: tx), now: now) }
            )
        }
        for case .paused(let until) in verdicts { return .paused(until: until) }
        // An unknown login takes as long as a wrong password, so that the answer does not tell them apart.
        let matches = await PasswordHash.verify(password, against: user?.passwordHash ?? PasswordHash.nobody)
        guard let user, matches else {
            let left = try await database.write { tx -> Int in
                var left = SignInPolicy.attempts
                for subject in subjects {
                    try SessionStore().recordFailure(of: subject, at: now, in: tx)
                    let failures = try SessionStore().failures(of: subject, in: tx)
                    left = min(
                        left, SignInPolicy.attempts - failures.filter { $0 > now.adding(seconds: -SignInPolicy.window) }.count)
                }
                return left
            }
            if left <= 0 { return .paused(until: now.adding(seconds: SignInPolicy.pause)) }
            return .refused(attemptsLeft: left)
        }
        let cookie = SecureRandom.token(bytes: 32)
        let session = Session(
            digest: AccessToken.digest(cookie), user: user, formToken: SecureRandom.token(bytes: 18), language: language,
            createdAt: now,
            seenAt: now)
        try await database.write { tx in
            try SessionStore().forgiveFailures(of: subjects[0], in: tx)
            try SessionStore().purge(now: now, in: tx)
            try SessionStore().insert(session, in: tx)
        }
        return .signedIn(cookie: cookie)
    }
}
