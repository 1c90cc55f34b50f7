import Core
import Database
import Passkeys

/// Signs somebody in by a passkey: by it alone, as it makes sure of the person, too; or as the second step after the password.
struct SignInByPasskey: Sendable {
    enum Outcome: Sendable {
        case signedIn(cookie: String)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
        case expired
        case copied
    }

    let database: any Database
    let clock: any WallClock
    let ask: AskPasskey
    let check: CheckPasskey
    let completeSignIn: CompleteSignIn
    let openSession: OpenSession

    /// `step` is the cookie of somebody who has given his password and is to be asked for the second step, `nil` for anybody else;
    /// `holder` is that of the question. Throws `conflict` where the password was given too long ago.
    func begin(after step: SecondStepCookie?, holder: String) async throws -> RequestOptions {
        try await ask.toSignIn(try await pending(step), holder: holder)
    }

    /// `language` is what the person chose, or empty for that of the user.
    func callAsFunction(
        _ response: AssertionResponse, after step: SecondStepCookie?, holder: String, from origin: SignInOrigin,
        language: String, replacing oldCookie: String?
    ) async throws -> Outcome {
        let second = try await pending(step)
        let question = CheckPasskey.Question(
            purpose: second == nil ? .signIn : .secondStep, holder: PasskeyChallenge.holder(cookie: holder),
            user: second?.userID, network: origin.network)
        switch try await check(response, to: question, from: origin) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .expired: return .expired
        case .right(let proof):
            let now = clock.now()
            return try await database.write { tx in
                guard try check.accept(proof, from: origin, at: now, in: tx) else { return .copied }
                // Of two requests at one moment only one gets a session.
                if let second, try !PendingSignInStore().delete(digest: second.digest, in: tx) { return .expired }
                // He may have been stopped since the question was looked at.
                guard let user = try UserStore().find(proof.user.id, in: tx), user.isActive else { throw CheckPasskey.refusal }
                return .signedIn(
                    cookie: try openSession.perform(
                        user, from: origin, language: second?.language ?? language, replacing: oldCookie, at: now, in: tx))
            }
        }
    }
}

extension SignInByPasskey {
    /// What the browser holds between password and second step; `text` is `nil` where it holds nothing.
    struct SecondStepCookie: Sendable {
        let text: String?
    }

    private func pending(_ step: SecondStepCookie?) async throws -> PendingSignIn? {
        guard let step else { return nil }
        guard let pending = try await completeSignIn.pending(step.text)?.pending else {
            throw Refusal(
                .conflict, "no-second-step", "The password was given more than 5 minutes ago, or not at all. Begin with it again."
            )
        }
        return pending
    }
}

/// A signed-in person proves again who he is, by a passkey.
struct ProveByPasskey: Sendable {
    let database: any Database
    let clock: any WallClock
    let ask: AskPasskey
    let check: CheckPasskey

    func begin(_ session: Session) async throws -> RequestOptions { try await ask.toProve(session) }

    func callAsFunction(
        _ response: AssertionResponse, _ session: Session, from origin: SignInOrigin
    ) async throws -> SignInByPasskey.Outcome {
        let question = CheckPasskey.Question(
            purpose: .prove, holder: PasskeyChallenge.holder(session), user: session.user.id, network: origin.network)
        switch try await check(response, to: question, from: origin) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .expired: return .expired
        case .right(let proof):
            let now = clock.now()
            return try await database.write { tx in
                guard try check.accept(proof, from: origin, at: now, in: tx) else { return .copied }
                return .signedIn(cookie: try OpenSession.rotate(session, at: now, in: tx))
            }
        }
    }
}
