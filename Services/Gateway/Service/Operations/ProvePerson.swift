import Core
import Database

/// A signed-in person proves again who they are, by the password: what changes how one signs in demands that it was just done.
struct ProvePerson: Sendable {
    let database: any Database
    let clock: any WallClock
    let check: CheckPassword

    func callAsFunction(_ session: Session, password: String, from origin: SignInOrigin) async throws -> ProofOutcome {
        switch try await check(login: session.user.login, password: password, from: origin) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .right(_, let attempt):
            let now = clock.now()
            return .done(
                cookie: try await database.write { tx in
                    try attempt.forgive(in: tx)
                    return try OpenSession.rotate(session, at: now, in: tx)
                })
        }
    }

    /// Throws `proof-required` unless the person proved who they are within the last minutes.
    static func demand(_ session: Session, at now: Timestamp) throws(Refusal) {
        guard session.isFresh(at: now) else {
            throw Refusal(
                .forbidden, "proof-required",
                "This needs a fresh proof of who you are: POST your password to /v1/me/proof, then send it again.")
        }
    }
}

/// What came of something that the present password had to be given for.
enum ProofOutcome: Sendable {
    /// The session's new cookie; the old one is good for nothing.
    case done(cookie: String)
    case refused(attemptsLeft: Int)
    case paused(until: Timestamp)
}
