import Core
import Crypto
import HTTP
import JSON
import Synchronization

/// What is asked of identity providers, and what of it is remembered: what they say about themselves and their keys.
///
/// Every answer is bounded in size and time, no redirect is followed, and only addresses that `ProviderAddresses` allows are asked.
final class ProviderDoor: Sendable {
    /// Seconds that a provider's own description and its keys are believed.
    static let memory = 3600.0
    /// Seconds between two looks for a key that is not known, so that nobody makes us ask on and on by tokens with made-up key ids.
    static let patience = 60.0

    private struct Known<Value: Sendable>: Sendable {
        let value: Value
        let at: Timestamp
    }

    private struct Memory {
        var metadata: [String: Known<ProviderMetadata>] = [:]
        /// By their address.
        var keys: [String: Known<ForeignKeySet>] = [:]
    }

    private let web: WebClient
    private let addresses: ProviderAddresses
    private let clock: any WallClock
    private let memory = Mutex(Memory())

    init(web: WebClient, addresses: ProviderAddresses, clock: any WallClock) {
        self.web = web
        self.addresses = addresses
        self.clock = clock
    }

    /// Whether the address may be asked at all.
    func mayAsk(_ address: String) -> Bool { addresses.way(to: address) != nil }

    /// Throws a `Refusal` of kind `unavailable` when it cannot be had or used.
    func metadata(of issuer: String, isFresh: Bool = false) async throws -> ProviderMetadata {
        let now = clock.now()
        if !isFresh, let known = memory.withLock({ $0.metadata[issuer] }), now < known.at.adding(seconds: Self.memory) {
            return known.value
        }
        // A slash at the end goes before what is added (Discovery 1.0 §4.1).
        let address = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        let document = try await document(.get, address)
        let metadata = try ProviderMetadata(document, issuer: issuer, addresses: addresses)
        memory.withLock { memory in
            if memory.metadata.count >= 100 { memory.metadata.removeAll() }
            memory.metadata[issuer] = Known(value: metadata, at: now)
        }
        return metadata
    }

    /// The claims of a token that one of the provider's keys signed. A key that is not known is looked for at the provider, at most
    /// once a minute. Throws `SignedTokenError`, or a `Refusal` of kind `unavailable`.
    func claims(of text: String, from metadata: ProviderMetadata) async throws -> JSONValue {
        let token = try ForeignToken(text)
        let (keys, isFresh) = try await keys(at: metadata.keysAddress, youngerThan: Self.memory)
        do throws(SignedTokenError) {
            return try token.claims(verifiedBy: keys)
        } catch {
            guard error == .unknownKey, !isFresh else { throw error }
            let (newer, _) = try await self.keys(at: metadata.keysAddress, youngerThan: Self.patience)
            return try token.claims(verifiedBy: newer)
        }
    }

    private func keys(at address: String, youngerThan age: Double) async throws -> (keys: ForeignKeySet, isFresh: Bool) {
        let now = clock.now()
        if let known = memory.withLock({ $0.keys[address] }), now < known.at.adding(seconds: age) { return (known.value, false) }
        let document = try await document(.get, address)
        guard let keys = try? ForeignKeySet(jwks: document) else {
            throw Self.refusal("what it gives as its keys is no key set")
        }
        memory.withLock { memory in
            if memory.keys.count >= 100 { memory.keys.removeAll() }
            memory.keys[address] = Known(value: keys, at: now)
        }
        return (keys, true)
    }

    /// What the provider gives for a code.
    struct Tokens: Sendable {
        let identity: String
        let access: String?
    }

    /// Throws `CodeRefused` when the provider does not take the code.
    func tokens(
        forCode code: String, verifier: String, returnAddress: String, clientID: String, secret: String?,
        at metadata: ProviderMetadata
    ) async throws -> Tokens {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", returnAddress), ("code_verifier", verifier),
        ]
        var fields = [("Content-Type", "application/x-www-form-urlencoded")]
        if let secret, !metadata.takesSecretInBody {
            // Both are form-encoded first (RFC 6749 §2.3.1).
            let pair = PercentText.encoded(clientID) + ":" + PercentText.encoded(secret)
            fields.append(("Authorization", "Basic " + Base64.encode(Array(pair.utf8))))
        } else {
            form.append(("client_id", clientID))
            if let secret { form.append(("client_secret", secret)) }
        }
        let body = form.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
        let answer = try await document(
            .post, metadata.tokenEndpoint, fields: fields, body: Array(body.utf8), takes: [200, 400, 401])
        guard let identity = answer["id_token"]?.string else {
            throw CodeRefused(reason: String((answer["error"]?.string ?? "there is no ID token").prefix(100)))
        }
        return Tokens(identity: identity, access: answer["access_token"]?.string)
    }

    struct CodeRefused: Error {
        let reason: String
    }

    /// What the provider tells of the person whose access token it is.
    func userInfo(_ accessToken: String, at address: String) async throws -> JSONValue {
        try await document(.get, address, fields: [("Authorization", "Bearer " + accessToken)])
    }

    private func document(
        _ method: HTTPMethod, _ address: String, fields: [(String, String)] = [], body: [UInt8]? = nil, takes: Set<Int> = [200]
    ) async throws -> JSONValue {
        guard let way = addresses.way(to: address) else { throw Self.refusal("its address must not be asked: \(address)") }
        let answer: WebResponse
        do {
            answer = try await web.send(
                method, address, fields: [("Accept", "application/json")] + fields, body: body, timeoutSeconds: 10,
                maxResponse: 512 * 1024, publicOnly: way.publicOnly)
        } catch let error as WebError {
            throw Self.refusal("\(method.rawValue) \(address): \(error.detail)")
        }
        guard takes.contains(answer.status) else {
            throw Self.refusal("\(method.rawValue) \(address) is answered with the status \(answer.status)")
        }
        guard let document = try? JSONValue.parse(answer.body), document.object != nil else {
            throw Self.refusal("\(method.rawValue) \(address) is answered with what is no JSON object")
        }
        return document
    }

    private static func refusal(_ cause: String) -> Refusal {
        Refusal(
            .unavailable, "provider-unreachable", "The sign-in provider does not answer as it should. Try again later.",
            cause: cause)
    }
}
