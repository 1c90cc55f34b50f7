import Core
import Crypto
import Database

/// Whether a password is that of a person who may sign in. Wrong ones are counted and pause further attempts; see `SignInPolicy`.
struct CheckPassword: Sendable {
    enum Outcome: Sendable {
        /// The attempt is forgiven in the transaction of what follows.
        case right(User, Attempt)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    struct Attempt: Sendable {
        let attempts: CountAttempts
        let at: Timestamp

        func forgive(in tx: Transaction) throws { try attempts.forgive(at: at, in: tx) }
    }

    let database: any Database
    let clock: any WallClock
    let lock: NoteLock

    func callAsFunction(login: String, password: String, from origin: SignInOrigin) async throws -> Outcome {
        let login = SearchKey.folded(String(login.unicodeScalars.filter { $0.value != 0 }.prefix(320).map(Character.init)))
        let attempts = CountAttempts(counts: SignInPolicy.counts(login: login, network: origin.network))
        let now = clock.now()
        let (verdict, user) = try await database.write { tx in
            let verdict = try attempts.begin(at: now, in: tx)
            guard case .allowed = verdict else { return (verdict, User?.none) }
            let user = try UserStore().find(loginKey: login, in: tx)
            if let user { tx.notes?.record(user.id.description) }
            return (verdict, user)
        }
        guard case .allowed(let attemptsLeft) = verdict else {
            if case .paused(let until) = verdict { return .paused(until: until) }
            return .refused(attemptsLeft: 0)
        }
        // An unknown login takes as long as a wrong password, so that the answer does not tell them apart.
        let matches = await PasswordHash.verify(password, against: user?.passwordHash ?? PasswordHash.nobody)
        guard let user, matches else {
            // This attempt is among the failures already.
            if attemptsLeft > 1 { return .refused(attemptsLeft: attemptsLeft - 1) }
            let until = now.adding(seconds: SignInPolicy.pause)
            try await database.write { tx in
                tx.notes?.isBookkeeping = true
                try lock.later(login: login, from: origin, until: until, in: tx)
            }
            return .paused(until: until)
        }
        return .right(user, Attempt(attempts: attempts, at: now))
    }
}
