import Core
import Database
import Synchronization

/// Finds out who asks: a bearer token, a session cookie, or nobody. A token is remembered for seconds, so that a revocation is
/// effective everywhere within that time; a session is looked up each time.
final class FindCaller: Sendable {
    /// Microseconds; a revocation is effective within 5 s.
    static let memory: Int64 = 3_000_000

    private struct Known {
        let caller: Caller
        let expiresAt: Timestamp?
        let until: Int64
    }

    private let database: any Database
    private let clock: any WallClock
    private let monotonic: @Sendable () -> Int64
    private let known = Mutex<[String: Known]>([:])

    /// `monotonic` gives microseconds of a clock that never steps.
    init(
        database: any Database, clock: any WallClock, monotonic: @escaping @Sendable () -> Int64 = { monotonicMicroseconds() }
    ) {
        self.database = database
        self.clock = clock
        self.monotonic = monotonic
    }

    /// By the Authorization field where there is one, else by the cookie. Throws `.unauthenticated` for a wrong Authorization;
    /// a cookie of no session is as none.
    func callAsFunction(authorization: String?, cookie: String?) async throws -> (caller: Caller, session: Session?) {
        if let authorization {
            guard authorization.utf8.count <= 200, authorization.prefix(7).lowercased() == "bearer " else {
                throw Refusal(.unauthenticated, "bad-credentials", "Send \"Authorization: Bearer TOKEN\".")
            }
            return (try await caller(ofToken: String(authorization.dropFirst(7))), nil)
        }
        guard let cookie, !cookie.isEmpty, cookie.utf8.count <= 200, let session = try await session(ofCookie: cookie) else {
            return (.anonymous, nil)
        }
        return (session.user.caller, session)
    }

    private func caller(ofToken text: String) async throws -> Caller {
        let refusal = Refusal(.unauthenticated, "bad-token", "This token is unknown, expired or revoked.")
        guard text.hasPrefix(AccessToken.prefix) else { throw refusal }
        let asked = monotonic()
        if let known = known.withLock({ $0[text] }), known.until > asked {
            guard isGood(known.expiresAt) else { throw refusal }
            return known.caller
        }
        let digest = AccessToken.digest(text)
        guard let token = try await database.read({ tx in try TokenStore().find(digest: digest, in: tx) }),
            isGood(token.expiresAt)
        else {
            known.withLock { $0[text] = nil }
            throw refusal
        }
        known.withLock { known in
            if known.count >= 10_000 { known.removeAll() }
            known[text] = Known(caller: token.caller, expiresAt: token.expiresAt, until: asked + Self.memory)
        }
        return token.caller
    }

    private func isGood(_ expiresAt: Timestamp?) -> Bool {
        expiresAt.map { $0 > clock.now() } ?? true
    }

    private func session(ofCookie cookie: String) async throws -> Session? {
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
