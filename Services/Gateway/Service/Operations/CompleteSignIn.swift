import Core
import Database

/// The second step of signing in: by the code of the app or a recovery code; or by setting an app up, where everyone must have one.
/// Until then there is no session.
struct CompleteSignIn: Sendable {
    enum Outcome: Sendable {
        /// `codes` are the recovery codes of an app that was just set up.
        case signedIn(cookie: String, codes: [String])
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
        /// It took too long, or the password was changed meanwhile: begin again.
        case expired
    }

    let database: any Database
    let clock: any WallClock
    let openSession: OpenSession
    let enrol: EnrolSecondFactor
    let check: CheckSecondFactor
    let note: NoteSecurity

    /// Who is between the steps; `nil` when nobody is, or no more.
    func pending(_ cookie: String?) async throws -> (pending: PendingSignIn, user: User)? {
        guard let cookie else { return nil }
        let now = clock.now()
        return try await database.read { tx in try find(cookie, at: now, in: tx) }
    }

    func callAsFunction(
        _ cookie: String?, code: String, from origin: SignInOrigin, replacing oldCookie: String?
    ) async throws -> Outcome {
        guard let cookie else { return .expired }
        let now = clock.now()
        return try await database.write { tx in
            guard let (pending, user) = try find(cookie, at: now, in: tx) else { return .expired }
            let attempts = CountAttempts(counts: SignInPolicy.codeCounts(user: user.id))
            tx.notes?.record(user.id.description)
            let left: Int
            switch try attempts.begin(at: now, in: tx) {
            case .paused(let until): return .paused(until: until)
            case .allowed(let attemptsLeft): left = attemptsLeft
            }
            guard let codes = try prove(pending, code, at: now, in: tx) else {
                if left > 1 { return .refused(attemptsLeft: left - 1) }
                let until = now.adding(seconds: SignInPolicy.pause)
                try note.locked(user, from: origin, until: until, in: tx)
                return .paused(until: until)
            }
            // Of two requests at one moment only one gets a session.
            guard try PendingSignInStore().delete(digest: pending.digest, in: tx) else { return .expired }
            try attempts.forgive(at: now, in: tx)
            let session = try openSession.perform(
                user, from: origin, language: pending.language, replacing: oldCookie, at: now, in: tx)
            return .signedIn(cookie: session, codes: codes)
        }
    }

    private func find(_ cookie: String, at now: Timestamp, in tx: Transaction) throws -> (PendingSignIn, User)? {
        guard let pending = try PendingSignInStore().find(digest: AccessToken.digest(cookie), in: tx), pending.isGood(at: now),
            let user = try UserStore().find(pending.userID, in: tx), user.isActive
        else { return nil }
        return (pending, user)
    }

    /// The recovery codes to show, mostly none; `nil` when the code is wrong.
    private func prove(_ pending: PendingSignIn, _ code: String, at now: Timestamp, in tx: Transaction) throws -> [String]? {
        switch pending.stage {
        case .code, .passkey: try check.perform(code, of: pending.userID, at: now, in: tx) ? [] : nil
        case .enrol: try enrol.perform(code: code, of: pending.userID, at: now, in: tx)
        }
    }
}
