import Core
import Crypto
import Database
import GatewayAPI

/// Gives a person who knows the present password another one. All other sessions end, and this one gets a new cookie.
struct ChangePassword: Sendable {
    let database: any Database
    let clock: any WallClock
    let check: CheckPassword
    let note: NoteSecurity

    /// Throws `invalid` for a password that the policy refuses.
    func callAsFunction(
        _ session: Session, from present: String, to new: String, at origin: SignInOrigin
    ) async throws -> ProofOutcome {
        try Self.check(new, of: session.user, named: "new")
        switch try await check(login: session.user.login, password: present, from: origin) {
        case .refused(let left): return .refused(attemptsLeft: left)
        case .paused(let until): return .paused(until: until)
        case .right(let user, let attempt):
            let isSame = present == new
            if isSame {
                try await database.write { tx in
                    tx.notes?.isBookkeeping = true
                    try attempt.forgive(in: tx)
                }
            }
            guard !isSame else { throw Self.refusal(.unchanged, named: "new") }
            let hash = await PasswordHash.hash(new)
            let now = clock.now()
            return .done(
                cookie: try await database.write { tx in
                    try attempt.forgive(in: tx)
                    guard try UserStore().setPassword(hash, of: user.id, replacing: user.passwordHash, in: tx) else {
                        throw Stale.refusal
                    }
                    try PendingSignInStore().deleteAll(userID: user.id, in: tx)
                    try PasswordResetStore().deleteAll(userID: user.id, in: tx)
                    try note(.passwordChanged, of: user, from: origin, language: session.language, in: tx)
                    try SessionStore().deleteAll(userID: user.id, except: session.id, in: tx)
                    return try OpenSession.rotate(session, at: now, in: tx)
                })
        }
    }

    /// `field` is the request's for the new password.
    static func check(_ password: String, of user: User, named field: String) throws(Refusal) {
        if let fault = PasswordPolicy.fault(password, of: user) { throw refusal(fault, named: field) }
    }

    private static func refusal(_ fault: PasswordPolicy.Fault, named field: String) -> Refusal {
        Refusal(
            .invalid, fault.rawValue, fault.detail,
            faults: [Fault(pointer: "/\(field)", code: fault.rawValue, detail: fault.detail)])
    }
}
