package import Core
package import Crypto
package import HTTP
import JSON
import Synchronization

/// Signs who the caller is, for one service and a short time. The gateway alone holds the key.
package final class InternalTokenIssuer: Sendable {
    /// Seconds a token is good for.
    package static let lifetime = 60.0

    private struct Key: Hashable {
        let subject: String
        let service: String
    }

    /// A class, so that finding it copies one reference and not all that is in it.
    private final class Issued: Sendable {
        let caller: Caller
        let token: String
        let credentials: HTTPFields
        let until: Timestamp

        init(caller: Caller, token: String, until: Timestamp) {
            self.caller = caller
            self.token = token
            credentials = ["Authorization": "Bearer " + token]
            self.until = until
        }
    }

    private let key: @Sendable () -> SigningKey
    private let clock: any WallClock
    private let issued = Mutex<[Key: Issued]>([:])

    /// `key` is asked for each new token, so that a key can be changed while the gateway runs.
    package init(key: @escaping @Sendable () -> SigningKey, clock: any WallClock) {
        self.key = key
        self.clock = clock
    }

    package func token(for caller: Caller, service: String) -> String { issue(caller, service).token }

    /// The fields that a request to the service carries in the caller's name; none for nobody.
    package func credentials(for caller: Caller, service: String) -> HTTPFields {
        caller.kind == .anonymous ? [] : issue(caller, service).credentials
    }

    private func issue(_ caller: Caller, _ service: String) -> Issued {
        let now = clock.now()
        let wanted = Key(subject: caller.subject, service: service)
        if let kept = issued.withLock({ $0[wanted] }), kept.until > now, kept.caller == caller { return kept }
        let expires = now.adding(seconds: Self.lifetime)
        let claims = JSONValue.object(
            JSONObject([
                ("iss", .string("relata-gateway")), ("aud", .string(service)), ("sub", .string(caller.subject)),
                ("kind", .string(caller.kind.rawValue)), ("name", .string(caller.name)),
                ("scopes", .array(caller.scopes.sorted().map { .string($0) })),
                ("sources", .array(caller.sources.map { .string($0) })),
                ("view", caller.viewer.claims),
                ("exp", .number(JSONNumber(expires.microseconds / 1_000_000))),
            ]))
        let token = SignedToken.make(claims: claims, key: key())
        let fresh = Issued(caller: caller, token: token, until: now.adding(seconds: Self.lifetime / 2))
        issued.withLock { issued in
            if issued.count > 1000 { issued.removeAll() }
            issued[wanted] = fresh
        }
        return fresh
    }
}

/// Reads internal tokens in a service. A verified token is remembered until it expires, since the check costs 56 µs.
package final class InternalTokenVerifier: Sendable {
    private let service: String
    private let keys: @Sendable () -> [VerifyingKey]
    private let clock: any WallClock
    private let verified = Mutex<[String: (caller: Caller, until: Timestamp)]>([:])

    /// `keys` are asked for each token that is not remembered, so that keys can be changed while the service runs.
    package init(service: String, keys: @escaping @Sendable () -> [VerifyingKey], clock: any WallClock) {
        self.service = service
        self.keys = keys
        self.clock = clock
    }

    /// Throws `Refusal(.unauthenticated)` for anything but a token of ours for this service that has not expired.
    package func caller(of token: String) throws -> Caller {
        let now = clock.now()
        if let known = verified.withLock({ $0[token] }), known.until > now { return known.caller }
        let refusal = Refusal(.unauthenticated, "bad-internal-token", "The request did not come through the gateway.")
        let known = Dictionary(keys().map { ($0.keyID, $0) }) { first, _ in first }
        guard let claims = try? SignedToken.verify(token, keys: known), claims["aud"]?.string == service,
            let expires = claims["exp"]?.int, let subject = claims["sub"]?.string, let name = claims["name"]?.string,
            let kind = claims["kind"]?.string.flatMap(Caller.Kind.init(rawValue:)),
            let viewer = claims["view"].flatMap(Viewer.init(claims:))
        else { throw refusal }
        let until = Timestamp(microseconds: expires * 1_000_000)
        guard until > now else { throw refusal }
        let caller = Caller(
            kind: kind, subject: subject, name: name, scopes: Set((claims["scopes"]?.array ?? []).compactMap(\.string)),
            sources: (claims["sources"]?.array ?? []).compactMap(\.string), viewer: viewer)
        verified.withLock { verified in
            if verified.count > 10_000 { verified.removeAll() }
            verified[token] = (caller, until)
        }
        return caller
    }
}
