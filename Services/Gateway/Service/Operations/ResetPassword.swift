import Core
import Crypto
import Database
import GatewayAPI
import JSON
import Jobs

/// A new password for somebody who forgot his: asked for by login or mail address, given by the token of the mail.
struct ResetPassword: Sendable {
    let database: any Database
    let clock: any WallClock
    let jobs: JobQueue
    let note: NoteSecurity

    /// Does the same whether there is such a person or not. Of many wishes for one login within minutes only the first few count.
    func ask(login: String, language: String, from origin: SignInOrigin) async throws {
        let login = SearchKey.folded(String(login.unicodeScalars.filter { $0.value != 0 }.prefix(320).map(Character.init)))
        let attempts = CountAttempts(counts: [SignInPolicy.Count(subject: "reset:\(login)", attempts: 3)])
        let now = clock.now()
        let payload = MailPasswordReset.Payload(login: login, language: language, origin: origin, at: now)
        try await database.write { tx in
            guard case .allowed = try attempts.begin(at: now, in: tx) else { return }
            try jobs.enqueue(MailPasswordReset.kind, payload: payload.json(), in: tx)
        }
    }

    /// All sessions end. Throws `invalid` for a token that was used or is older than half an hour, and for a password that the policy
    /// refuses, which leaves the token good.
    func callAsFunction(token: String, new: String, from origin: SignInOrigin) async throws {
        let digest = AccessToken.digest(String(token.filter { !$0.isWhitespace }))
        let now = clock.now()
        let found = try await database.read { tx -> User? in
            try PasswordResetStore().user(digest: digest, at: now, in: tx).flatMap { try UserStore().find($0, in: tx) }
        }
        guard let user = found, user.isActive, user.kind == .person else { throw Self.refusal }
        try ChangePassword.check(new, of: user, named: "new")
        let hash = await PasswordHash.hash(new)
        try await database.write { tx in
            tx.notes?.record(user.id.description)
            guard try PasswordResetStore().use(digest: digest, in: tx),
                try UserStore().setPassword(hash, of: user.id, replacing: user.passwordHash, in: tx)
            else { throw Self.refusal }
            try PasswordResetStore().deleteAll(userID: user.id, in: tx)
            try PendingSignInStore().deleteAll(userID: user.id, in: tx)
            try SessionStore().deleteAll(userID: user.id, in: tx)
            try note(.passwordChanged, of: user, from: origin, in: tx)
        }
    }

    static let refusal = Refusal(
        .invalid, "reset-token-refused", "This link was used, or is older than half an hour. Ask for a new one.",
        faults: [Fault(pointer: "/token", code: "reset-token-refused", detail: "It was used, or is older than half an hour.")])
}
