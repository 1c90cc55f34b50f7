import Core
import Crypto
import Database
import HTTP
import JSON
import Observability
import ServiceKit
import Synchronization
import TestKit
import Testing

@testable import Gateway

/// An OpenID provider in this process, which does wrong on demand what a real one never does.
final class FakeIssuer: Sendable {
    /// What it gives for a code.
    struct Grant: Sendable {
        var nonce: String
        var challenge: String
        var returnAddress: String
        var person: [(String, JSONValue)]
    }

    struct State: Sendable {
        var keys: [(id: String?, key: IssuerKey)] = []
        var grants: [String: Grant] = [:]
        var asked: [String] = []
        var bodies: [String] = []
        var authorization: String?
        /// Further members of its description of itself, in place of its own.
        var description: [(String, JSONValue)] = []
        /// Changes the claims of the ID tokens to come.
        var claims: @Sendable (inout JSONObject) -> Void = { _ in }
        /// Makes the ID tokens to come; by the first key when `nil`.
        var sign: (@Sendable (JSONValue) throws -> String)?
        /// Without one it has no door for it.
        var userInfo: JSONValue?
        /// Answers instead of it.
        var interruption: HTTPResponse?
    }

    static let clientID = "crm"
    static let secret = "a secret: with % and +"
    static let accessToken = "an-access-token"

    let port: Int
    let clock: any WallClock
    let state = Mutex(State())
    private let server: HTTPServer
    private let group = EventLoopGroup(threads: 1)

    var issuer: String { "http://127.0.0.1:\(port)/realm" }

    private init(clock: any WallClock) throws {
        self.clock = clock
        let box = Box()
        server = HTTPServer(
            host: "127.0.0.1", port: 0, group: group, logger: Logger(label: "issuer", sink: MemorySink()), metrics: Metrics(),
            handler: { request in try await box.issuer.withLock { $0 }?.answer(request) ?? .empty(503) })
        port = try server.start()
        let key = try IssuerKey()
        state.withLock { $0.keys = [("one", key)] }
        box.issuer.withLock { $0 = self }
    }

    private final class Box: Sendable {
        let issuer = Mutex<FakeIssuer?>(nil)
    }

    /// For the length of `body`.
    static func with<Result>(_ clock: any WallClock, _ body: (FakeIssuer) async throws -> Result) async throws -> Result {
        let issuer = try FakeIssuer(clock: clock)
        do {
            let result = try await body(issuer)
            await issuer.server.shutdown(within: 1)
            issuer.group.shutdown()
            return result
        } catch {
            await issuer.server.shutdown(within: 0)
            issuer.group.shutdown()
            throw error
        }
    }

    func count(_ path: String) -> Int { state.withLock { $0.asked.count { $0.hasSuffix(path) } } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// The person says who he is and goes back: where the browser is sent by the address it was sent to.
    func enter(_ address: String, as person: [(String, JSONValue)], adding: [(String, String)] = []) throws -> String {
        let query = HTTPQuery(String(address.split(separator: "?", maxSplits: 1).last ?? ""))
        try #require(query.first("client_id") == Self.clientID && query.first("response_type") == "code")
        try #require(query.first("code_challenge_method") == "S256" && query.first("scope")?.contains("openid") == true)
        let code = SecureRandom.token(bytes: 12)
        let grant = Grant(
            nonce: query.first("nonce") ?? "", challenge: query.first("code_challenge") ?? "",
            returnAddress: query.first("redirect_uri") ?? "", person: person)
        state.withLock { $0.grants[code] = grant }
        let items = [("code", code), ("state", query.first("state") ?? "")] + adding
        return ProviderPages.returnPath + "?" + Browser.encode(items)
    }

    /// A token of this provider for whatever it is to claim, by its first key.
    func token(_ claims: JSONValue, header: [(String, JSONValue)] = []) throws -> String {
        let (id, key) = state.withLock { $0.keys[0] }
        return try key.token(claims, header: (id.map { [("kid", .string($0))] } ?? []) + header)
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = String(decoding: try await request.body.collect(upTo: 100_000), as: UTF8.self)
        let interruption = state.withLock { state -> HTTPResponse? in
            state.asked.append(request.path)
            state.bodies.append(body)
            if request.path.hasSuffix("/token") { state.authorization = request.fields["Authorization"] }
            return state.interruption
        }
        if let interruption { return interruption }
        switch request.path {
        case "/realm/.well-known/openid-configuration": return description
        case "/realm/keys":
            let keys = state.withLock { state in
                state.keys.map { $0.key.jwk($0.id.map { [("kid", .string($0)), ("use", "sig")] } ?? []) }
            }
            return .json(JSONValue.object(JSONObject([("keys", .array(keys))])))
        case "/realm/token": return try tokens(HTTPQuery(body))
        case "/realm/userinfo":
            guard request.fields["Authorization"] == "Bearer \(Self.accessToken)" else { return .empty(401) }
            return .json(state.withLock { $0.userInfo } ?? .null)
        default: return .empty(404)
        }
    }

    private var description: HTTPResponse {
        var members: [(String, JSONValue)] = [
            ("issuer", .string(issuer)), ("authorization_endpoint", .string(issuer + "/authorize?tenant=1")),
            ("token_endpoint", .string(issuer + "/token")), ("jwks_uri", .string(issuer + "/keys")),
            ("end_session_endpoint", .string(issuer + "/logout")),
        ]
        let (changed, tells) = state.withLock { ($0.description, $0.userInfo != nil) }
        if tells { members.append(("userinfo_endpoint", .string(issuer + "/userinfo"))) }
        members.removeAll { member in changed.contains { $0.0 == member.0 } }
        return .json(JSONValue.object(JSONObject(members + changed)))
    }

    /// RFC 7636 §4.6, once for a code.
    private func tokens(_ form: HTTPQuery) throws -> HTTPResponse {
        let refused = HTTPResponse.json(["error": "invalid_grant"] as JSONValue, status: 400)
        guard let code = form.first("code"), let grant = state.withLock({ $0.grants.removeValue(forKey: code) }),
            form.first("redirect_uri") == grant.returnAddress,
            Base64.encodeURL(Digest.sha256(Array((form.first("code_verifier") ?? "").utf8))) == grant.challenge
        else { return refused }
        let now = clock.now().microseconds / 1_000_000
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", .string(Self.clientID)), ("iat", .number(JSONNumber(now))),
            ("exp", .number(JSONNumber(now + 300))), ("nonce", .string(grant.nonce)),
            ("at_hash", .string(IDTokenRule.hash(of: Self.accessToken))),
        ])
        for (name, value) in grant.person { claims.set(name, value) }
        let (change, sign) = state.withLock { ($0.claims, $0.sign) }
        change(&claims)
        let identity = try sign?(.object(claims)) ?? token(.object(claims))
        return .json(
            ["id_token": .string(identity), "access_token": .string(Self.accessToken), "token_type": "Bearer"] as JSONValue)
    }
}

extension TestGateway {
    /// A gateway that may ask providers on this machine.
    static func withProviders(_ engine: Engine = .sqlite) async throws -> TestGateway {
        try await TestGateway(engine, settings: [Federation.insideProviders.name: "127.0.0.1"])
    }

    /// Adds the issuer as a provider, by the API; gives its id.
    func addProvider(_ issuer: FakeIssuer, _ others: [(String, JSONValue)] = []) async throws -> ID {
        let body = JSONValue.object(
            JSONObject(
                [
                    ("name", "Example ID"), ("issuer", .string(issuer.issuer)), ("clientID", .string(FakeIssuer.clientID)),
                    ("clientSecret", .string(FakeIssuer.secret)), ("createsUsers", true),
                ] + others))
        let answer = try await call(
            .post, IdentityProviderRoutes.path, as: try await token(of: administrator),
            String(decoding: body.json(), as: UTF8.self))
        try #require(answer.status == 201, "\(answer.text)")
        let id = try #require(try answer.json["id"]?.string)
        return try #require(ID(id))
    }
}

/// A browser on its way through a provider.
struct Traveller {
    let gateway: TestGateway
    let issuer: FakeIssuer
    var cookies: [String: String] = [:]

    init(_ gateway: TestGateway, _ issuer: FakeIssuer) { (self.gateway, self.issuer) = (gateway, issuer) }

    mutating func get(_ target: String, secure: Bool = false) async throws -> TestGateway.Answer {
        let cookie = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let answer = try await gateway.send(
            .get, target, fields: [("Cookie", cookie), ("Accept", "text/html"), ("Accept-Language", "en")], secure: secure)
        for set in answer.fields.values("Set-Cookie") {
            let pair = set.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = set.contains("Max-Age=0") ? nil : String(pair[1])
        }
        return answer
    }

    /// To the provider: the address that the browser is sent to.
    mutating func leave(_ provider: ID, next: String = "/docs") async throws -> String {
        let answer = try await get("\(ProviderPages.path)/\(provider)?next=\(PercentText.encoded(next))")
        try #require(answer.status == 303, "\(answer.text)")
        return try #require(answer.location)
    }

    /// The whole way, as this person.
    mutating func signIn(_ provider: ID, _ person: [(String, JSONValue)]) async throws -> TestGateway.Answer {
        try await get(try issuer.enter(try await leave(provider), as: person))
    }

    /// Whether the gateway knows somebody by the cookies.
    mutating func isSignedIn() async throws -> Bool { try await get("/docs").status == 200 }
}
