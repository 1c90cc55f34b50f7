import Core
import Database
import HTTP
import Synchronization

/// Finds out who asks: a bearer token, a session cookie, or nobody. What was found is remembered for seconds, so that a
/// revocation is effective everywhere within that time.
final class FindCaller: Sendable {
    /// Microseconds; a revocation is effective within 5 s.
    private static let memory: Int64 = 3_000_000

    private struct Known {
        let caller: Caller
        let until: Int64
    }

    private let database: any Database
    private let clock: any WallClock
    private let known = Mutex<[String: Known]>([:])

    init(database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Throws `.unauthenticated` for credentials that are wrong; none at all is `.anonymous`.
    func callAsFunction(_ request: HTTPRequest) async throws -> (caller: Caller, session: Session?) {
        if let field = request.fields["Authorization"] {
            guard field.utf8.count <= 200, field.lowercased().hasPrefix("bearer ") else {
                throw Refusal(.unauthenticated, "bad-credentials", "Send \"Authorization: Bearer TOKEN\".")
            }
            return (try await token(String(field.dropFirst(7))), nil)
        }
        guard let cookie = request.cookie(SessionCookie.name(secure: request.isSecure)),
            let session = try await session(cookie)
        else { return (.anonymous, nil) }
        return (session.user.caller, session)
    }

    private func token(_ text: String) async throws -> Caller {
        let now = monotonicMicroseconds()
        if let known = known.withLock({ $0[text] }), known.until > now { return known.caller }
        let digest = AccessToken.digest(text)
        guard let token = try await database.read({ tx in try TokenStore().find(digest: digest, in: tx) }),
            token.expiresAt.map({ $0 > clock.now() }) ?? true
        else {
            throw Refusal(.unauthenticated, "bad-token", "This token is unknown, expired or revoked.")
        }
        known.withLock { known in
            if known.count > 10_000 { known.removeAll() }
            known[text] = Known(caller: token.caller, until: now + Self.memory)
        }
        return token.caller
    }

    private func session(_ cookie: String) async throws -> Session? {
        let digest = AccessToken.digest(cookie)
        let now = clock.now()
        guard let session = try await database.read({ tx in try SessionStore().find(digest: digest, in: tx) }),
            session.isAlive(at: now)
        else { return nil }
        if now > session.seenAt.adding(seconds: 60) {
            try await database.write { tx in try SessionStore().touch(digest: digest, at: now, in: tx) }
        }
        return session
    }
}

/// The cookie of a signed-in browser. Over HTTPS its name binds it to this host.
enum SessionCookie {
    static func name(secure: Bool) -> String { secure ? "__Host-session" : "session" }

    static func set(_ value: String, secure: Bool) -> String {
        "\(name(secure: secure))=\(value); Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")
    }

    static func clear(secure: Bool) -> String {
        "\(name(secure: secure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (secure ? "; Secure" : "")
    }
}
