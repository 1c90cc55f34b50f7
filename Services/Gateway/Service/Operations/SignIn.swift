import Core
import Crypto
import Database

/// Signs a person in by password; who has a second factor, or must have one, is only let on to the second step.
struct SignIn: Sendable {
    enum Outcome: Sendable {
        /// The cookie's text; only its digest is kept.
        case signedIn(cookie: String)
        /// The text of a cookie that stands for nothing but the right password; see `CompleteSignIn`.
        case secondStep(cookie: String)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    let database: any Database
    let clock: any WallClock
    let check: CheckPassword
    let openSession: OpenSession
    let demand: SecondFactorDemand
    /// Whether browsers allow passkeys here.
    let takesPasskeys: Bool

    /// `language` is what the person chose, or empty for that of the user. The session of `replacing`, the cookie that the browser
    /// had, ends.
    func callAsFunction(
        login: String, password: String, from origin: SignInOrigin, language: String, replacing oldCookie: String? = nil
    ) async throws -> Outcome {
        switch try await check(login: login, password: password, from: origin) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .right(let user, let attempt):
            let now = clock.now()
            return try await database.write { tx in
                try attempt.forgive(in: tx)
                if let stage = try stage(of: user, in: tx) {
                    let cookie = SecureRandom.token(bytes: 32)
                    try PendingSignInStore().insert(
                        PendingSignIn(
                            digest: AccessToken.digest(cookie), userID: user.id, stage: stage, language: language,
                            createdAt: now), in: tx)
                    return .secondStep(cookie: cookie)
                }
                let cookie = try openSession.perform(
                    user, from: origin, language: language, replacing: oldCookie, at: now, in: tx)
                return .signedIn(cookie: cookie)
            }
        }
    }

    /// `nil` where the password is enough.
    private func stage(of user: User, in tx: Transaction) throws -> PendingSignIn.Stage? {
        if try SecondFactorStore().find(user.id, in: tx)?.isOn == true { return .code }
        guard demand == .required else { return nil }
        // Whoever has the password alone must not set up an app of his own beside somebody's passkey.
        return try takesPasskeys && PasskeyStore().has(user.id, in: tx) ? .passkey : .enrol
    }
}
