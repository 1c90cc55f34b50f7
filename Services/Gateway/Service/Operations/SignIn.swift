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

    /// `network` is where the request comes from. `language` is what the person chose, or empty for that of the user. The session
    /// of `replacing`, the cookie that the browser had, ends.
    func callAsFunction(
        login: String, password: String, network: String, language: String, replacing oldCookie: String? = nil
    ) async throws -> Outcome {
        let login = SearchKey.folded(String(login.unicodeScalars.filter { $0.value != 0 }.prefix(320).map(Character.init)))
        let counts = SignInPolicy.counts(login: login, network: network)
        let now = clock.now()
        let (verdict, user) = try await database.write { tx in try Self.begin(login, counts, at: now, in: tx) }
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
        let cookie = SecureRandom.token(bytes: 32)
        let session = Session(
            digest: AccessToken.digest(cookie), user: user, formToken: SecureRandom.token(bytes: 18),
            language: language.isEmpty ? user.language : language, createdAt: now, seenAt: now)
        let oldDigest = oldCookie.map { AccessToken.digest($0) }
        try await database.write { tx in
            let store = SessionStore()
            try store.forgiveFailures(of: counts[0].subject, in: tx)
            for count in counts.dropFirst() { try store.forgiveFailure(of: count.subject, at: now, in: tx) }
            if let oldDigest { try store.delete(digest: oldDigest, in: tx) }
            try store.purge(now: now, in: tx)
            try store.insert(session, in: tx)
        }
        return .signedIn(cookie: cookie)
    }

    /// Counts the attempt as failed before the password is looked at, so that many at the same moment get no more tries than one
    /// after the other.
    private static func begin(
        _ login: String, _ counts: [SignInPolicy.Count], at now: Timestamp, in tx: Transaction
    ) throws -> (SignInPolicy.Verdict, User?) {
        let store = SessionStore()
        var left = Int.max
        for count in counts {
            try tx.lock(key: "sign-in " + count.subject)
            let failures = try store.failures(of: count.subject, atMost: count.attempts, in: tx)
            switch SignInPolicy.verdict(failures: failures, attempts: count.attempts, now: now) {
            case .paused(let until): return (.paused(until: until), nil)
            case .allowed(let attemptsLeft): left = min(left, attemptsLeft)
            }
        }
        for count in counts { try store.recordFailure(of: count.subject, at: now, in: tx) }
        return (.allowed(attemptsLeft: left), try UserStore().find(loginKey: login, in: tx))
    }
}
