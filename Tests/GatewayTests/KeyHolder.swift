import Core
import Crypto
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

extension TestGateway {
    /// One that browsers allow passkeys at.
    static func withPasskeys(_ engine: Engine = .sqlite, settings: [String: String] = [:]) async throws -> TestGateway {
        try await TestGateway(
            engine, settings: settings.merging([Setting.publicURL.name: "https://crm.example"]) { given, _ in given })
    }

    /// Gives a person the authenticator's passkey past all guards.
    func keep(_ authenticator: SoftAuthenticator, of user: ID) async throws -> ID {
        _ = try authenticator.register([
            "rp": ["id": "crm.example"], "challenge": "", "user": ["id": .string(Base64.encodeURL(Passkey.handle(of: user)))],
        ])
        let passkey = Passkey(
            id: ids.next(), userID: user, credentialID: authenticator.id, publicKey: authenticator.key, signCount: 0,
            name: "Laptop", transports: [], canBeBackedUp: false, isBackedUp: false, createdAt: clock.now(), lastUsedAt: nil,
            copiedAt: nil, version: 1)
        try await database.write { tx in try PasskeyStore().insert(passkey, in: tx) }
        return passkey.id
    }

    /// What a script at the door sends.
    func ask(_ target: String, _ json: String? = nil, cookies: [String] = [], from address: String = "192.0.2.7") async throws
        -> Answer
    {
        var fields = [("Origin", "http://crm.example"), ("Accept", "application/json"), ("Content-Type", "application/json")]
        if !cookies.isEmpty { fields.append(("Cookie", cookies.joined(separator: "; "))) }
        return try await send(.post, target, fields: fields, body: json, from: address)
    }
}

/// Somebody with an authenticator in front of a browser that knows nobody.
struct KeyHolder {
    let gateway: TestGateway
    let authenticator: SoftAuthenticator

    init(_ gateway: TestGateway, counts: Bool = false) throws {
        self.gateway = gateway
        authenticator = try SoftAuthenticator(counts: counts)
    }

    /// Adds a passkey for the person who is signed in; the browser goes on with the new cookie.
    func add(to browser: Browser, named name: String = "Laptop") async throws -> (id: String, browser: Browser) {
        let answer = try await made(in: browser, named: name)
        try #require(answer.status == 201, "\(answer.text)")
        return (try answer.id, try browser.rotated(by: answer))
    }

    func made(
        in browser: Browser, named name: String? = nil, key: String? = nil,
        _ lie: (inout SoftAuthenticator.Saying) -> Void = { _ in }
    ) async throws -> TestGateway.Answer {
        let options = try await browser.send(.post, PasskeyRoutes.path + "/options")
        try #require(options.status == 200, "\(options.text)")
        let credential = try authenticator.register(try options.json, lie)
        return try await browser.add(credential, named: name, key: key)
    }

    /// Asks for the question and answers it.
    func signIn(
        cookies: [String] = [], from address: String = "192.0.2.7", language: String = "", afterPassword: Bool = false,
        _ lie: (inout SoftAuthenticator.Saying) -> Void = { _ in }
    ) async throws -> TestGateway.Answer {
        let (options, cookie) = try await question(cookies: cookies, afterPassword: afterPassword)
        let body = Self.body(try authenticator.assert(options, lie), language: language, afterPassword: afterPassword)
        return try await gateway.ask(PasskeySignInRoutes.path, body, cookies: cookies + [cookie], from: address)
    }

    func question(cookies: [String] = [], afterPassword: Bool = false) async throws -> (options: JSONValue, cookie: String) {
        let answer = try await gateway.ask(
            PasskeySignInRoutes.path + "/options", #"{"afterPassword":\#(afterPassword)}"#, cookies: cookies)
        try #require(answer.status == 200, "\(answer.text)")
        let set = try #require(answer.fields["Set-Cookie"])
        #expect(set.hasPrefix("passkey=") && set.contains("HttpOnly") && answer.fields["Cache-Control"] == "no-store")
        return (try answer.json, String(set.prefix { $0 != ";" }))
    }

    static func body(_ credential: JSONValue, language: String = "", afterPassword: Bool = false) -> String {
        let body: JSONValue = [
            "credential": credential, "language": .string(language), "afterPassword": .bool(afterPassword),
        ]
        return String(decoding: body.json(), as: UTF8.self)
    }

    /// The browser that an answer signs in.
    func browser(_ answer: TestGateway.Answer) throws -> Browser {
        try #require(answer.status == 204, "\(answer.text)")
        let set = try #require(answer.fields.values("Set-Cookie").first { $0.hasPrefix("session=") })
        return Browser(gateway: gateway, cookie: String(set.prefix { $0 != ";" }), language: "en")
    }
}

extension Browser {
    func add(_ credential: JSONValue, named name: String?, key: String? = nil) async throws -> TestGateway.Answer {
        let name: [(String, JSONValue)] = name.map { [("name", .string($0))] } ?? []
        let body = JSONValue.object(JSONObject(name + [("credential", credential)]))
        return try await gateway.send(
            .post, PasskeyRoutes.path,
            fields: [
                ("Cookie", cookie), ("Origin", "http://crm.example"), ("Content-Type", "application/json"),
                ("User-Agent", "Firefox/132.0 (Linux)"), ("Idempotency-Key", key ?? gateway.ids.next().description),
            ], body: String(decoding: body.json(), as: UTF8.self))
    }

    func change(_ method: HTTPMethod, _ target: String, _ json: String? = nil, version: Int64) async throws -> TestGateway.Answer
    {
        try await gateway.send(
            method, target,
            fields: [
                ("Cookie", cookie), ("Origin", "http://crm.example"), ("Content-Type", "application/json"),
                ("If-Match", "\"\(version)\""),
            ], body: json)
    }
}
