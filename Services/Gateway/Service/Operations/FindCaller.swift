import Core
import Database
import Synchronization

/// Finds out who asks: a bearer token, a session cookie, or nobody. A token and the rights of a user are remembered for seconds, so
/// that a revocation is effective everywhere within that time; a session is looked up each time.
final class FindCaller: Sendable {
    /// Microseconds; a revocation is effective within 5 s.
    static let memory: Int64 = 3_000_000

    /// A class, so that finding it copies one reference.
    private final class Known: Sendable {
        let caller: Caller
        let expiresAt: Timestamp?
        let until: Int64

        init(caller: Caller, expiresAt: Timestamp?, until: Int64) {
            self.caller = caller
            self.expiresAt = expiresAt
            self.until = until
        }
    }

    private let database: any Database
    private let clock: any WallClock
    private let limits: SessionLimits
    private let monotonic: @Sendable () -> Int64
    /// By the whole Authorization field.
    private let known = Mutex<[String: Known]>([:])
    /// Signed-in persons.
    private let persons = Mutex<[ID: Known]>([:])

    /// `monotonic` gives microseconds of a clock that never steps.
    init(
        database: any Database, clock: any WallClock, limits: SessionLimits,
        monotonic: @escaping @Sendable () -> Int64 = { monotonicMicroseconds() }
    ) {
        self.database = database
        self.clock = clock
        self.limits = limits
        self.monotonic = monotonic
    }

    /// By the Authorization field where there is one, else by the cookie. Throws `.unauthenticated` for a wrong Authorization;
    /// a cookie of no session is as none. `isAttended`: a person asks, and not a page by itself; only that keeps a session from ending.
    func callAsFunction(
        authorization: String?, cookie: String?, isAttended: Bool = true
    ) async throws -> (caller: Caller, session: Session?) {
        if let authorization {
            if let caller = remembered(authorization: authorization) { return (caller, nil) }
            guard authorization.utf8.count <= 200, authorization.prefix(7).lowercased() == "bearer " else {
                throw Refusal(.unauthenticated, "bad-credentials", "Send \"Authorization: Bearer TOKEN\".")
            }
            return (try await caller(ofToken: String(authorization.dropFirst(7)), authorization), nil)
        }
        guard let cookie, !cookie.isEmpty, cookie.utf8.count <= 200, let session = try await session(ofCookie: cookie, isAttended)
        else {
            return (.anonymous, nil)
        }
        guard let caller = try await caller(ofUser: session.user.id) else { return (.anonymous, nil) }
        return (caller, session)
    }

    /// Who sent the same field seconds ago; nil when that has to be looked up.
    func remembered(authorization: String) -> Caller? {
        guard let known = known.withLock({ $0[authorization] }), known.until > monotonic(), isGood(known.expiresAt) else {
            return nil
        }
        return known.caller
    }

    private func caller(ofToken text: String, _ authorization: String) async throws -> Caller {
        let refusal = Refusal(.unauthenticated, "bad-token", "This token is unknown, expired or revoked.")
        guard text.hasPrefix(AccessToken.prefix) else { throw refusal }
        let asked = monotonic()
        let digest = AccessToken.digest(text)
        let now = clock.now()
        let found = try await database.read { tx -> (token: AccessToken, caller: Caller)? in
            guard let token = try TokenStore().find(digest: digest, in: tx) else { return nil }
            guard let user = token.userID else { return (token, token.caller(nil, at: now)) }
            guard let standing = try StandingStore().standing(of: user, in: tx), standing.user.isActive else { return nil }
            return (token, token.caller(standing, at: now))
        }
        guard let (token, caller) = found, isGood(token.expiresAt) else {
            known.withLock { $0[authorization] = nil }
            throw refusal
        }
        return known.withLock { known in
            if known.count >= 10_000 { known.removeAll() }
            // The old value where it says the same: whoever compares with it then sees at once that it is the same.
            let before = known[authorization].flatMap { $0.caller == caller ? $0.caller : nil }
            let kept = before ?? caller
            known[authorization] = Known(caller: kept, expiresAt: token.expiresAt, until: asked + Self.memory)
            return kept
        }
    }

    /// `nil` when he has left.
    private func caller(ofUser id: ID) async throws -> Caller? {
        let asked = monotonic()
        if let known = persons.withLock({ $0[id] }), known.until > asked { return known.caller }
        let now = clock.now()
        let caller = try await database.read { tx -> Caller? in
            guard let standing = try StandingStore().standing(of: id, in: tx), standing.user.isActive else { return nil }
            return standing.caller(at: now)
        }
        persons.withLock { persons in
            if persons.count >= 10_000 { persons.removeAll() }
            persons[id] = caller.map { Known(caller: $0, expiresAt: nil, until: asked + Self.memory) }
        }
        return caller
    }

    private func isGood(_ expiresAt: Timestamp?) -> Bool {
        expiresAt.map { $0 > clock.now() } ?? true
    }

    private func session(ofCookie cookie: String, _ isAttended: Bool) async throws -> Session? {
        let digest = AccessToken.digest(cookie)
        let now = clock.now()
        guard let session = try await database.read({ tx in try SessionStore().find(digest: digest, in: tx) }),
            limits.allow(session, at: now)
        else { return nil }
        if isAttended, now > session.seenAt.adding(seconds: 60) {
            try await database.write { tx in try SessionStore().touch(digest: digest, at: now, in: tx) }
        }
        return session
    }
}
