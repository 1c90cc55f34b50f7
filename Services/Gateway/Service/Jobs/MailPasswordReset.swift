import Core
import Crypto
import Database
import GatewayAPI
import JSON
import Jobs

/// Somebody who forgot his password gets a way to a new one by mail. All that depends on who that is happens here, after the answer,
/// which therefore says nothing of it, not by its time either.
struct MailPasswordReset: Sendable {
    static let kind = "gateway.mail-password-reset"
    /// Within the time that the token would be good for.
    static let policy = RetryPolicy(attempts: 12, first: 1, longest: 300)

    struct Payload: Shape, JSONWritable {
        static let shapeName = "MailPasswordReset"
        /// Login or mail address, folded.
        let login: String
        let language: String
        let address: String
        let agent: String
        let at: Timestamp

        init(login: String, language: String, origin: SignInOrigin, at: Timestamp) {
            (self.login, self.language, self.at) = (login, language, at)
            (address, agent) = (origin.address, origin.agent)
        }

        init(_ fields: inout ShapeReader) {
            login = fields.text("login", length: 0...1000)
            language = fields.text("language", length: 0...35)
            address = fields.text("address", length: 0...100)
            agent = fields.text("agent", length: 0...200)
            at = fields.time("at")
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("login", login)
                writer.field("language", language)
                writer.field("address", address)
                writer.field("agent", agent)
                writer.field("at", at)
            }
        }
    }

    let database: any Database
    let clock: any WallClock
    let note: NoteSecurity
    let letterKey: @Sendable () async throws -> [UInt8]

    var handler: JobHandler {
        JobHandler(kind: Self.kind, policy: Self.policy) { try await run($0) }
    }

    private func run(_ job: JobContext) async throws {
        guard let wish = try? Shapes.decode(Payload.self, from: job.payload) else {
            throw JobFailure.permanent("The payload names no login.")
        }
        guard clock.now() < wish.at.adding(seconds: PasswordResetStore.patience),
            let user = try await database.read({ tx in try find(wish.login, in: tx) }), user.mail != nil
        else { return }
        let token = SecureRandom.token(bytes: 32)
        let sealed = Base64.encodeURL(try SealingKey.seal(Array(token.utf8), to: try await letterKey()))
        let origin = SignInOrigin(address: wish.address, agent: wish.agent, network: "", browser: "")
        let now = clock.now()
        try await job.complete { tx in
            try PasswordResetStore().put(AccessToken.digest(token), of: user.id, at: now, in: tx)
            try note(
                .passwordReset, of: user, from: origin, language: wish.language,
                until: now.adding(seconds: PasswordResetStore.patience), sealed: sealed, in: tx)
        }
    }

    private func find(_ login: String, in tx: Transaction) throws -> User? {
        try UserStore().find(loginKey: login, in: tx) ?? UserStore().find(mailKey: login, in: tx)
    }
}
