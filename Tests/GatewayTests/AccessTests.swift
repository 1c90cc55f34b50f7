import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct AccessTests {
    @Test(
        arguments: [
            ("/v1/orders", nil, 401, "not-signed-in"), ("/v1/orders", "Basic YWRtaW46eA==", 401, "bad-credentials"),
            ("/v1/orders", "Bearer", 401, "bad-credentials"), ("/v1/orders", "Bearer rlt_unknown", 401, "bad-token"),
            ("/v1/orders", "Bearer other", 401, "bad-token"), ("/v1/tokens", nil, 401, "not-signed-in"),
            ("/v1/customers/1", nil, 401, "not-signed-in"), ("/openapi.json", nil, 401, "not-signed-in"),
            ("/orders", nil, 401, "not-signed-in"), ("/nowhere", nil, 404, "no-such-route"),
            ("/v1/orders/..%2f..", nil, 404, "no-such-route"), ("/v1//orders", nil, 404, "no-such-route"),
            ("/health/live", nil, 200, nil), ("/health/ready", nil, 200, nil), ("/metrics", nil, 401, "not-signed-in"),
        ] as [(String, String?, Int, String?)])
    func `who is nobody gets in only where nobody needs to be known`(
        target: String, authorization: String?, status: Int, code: String?
    ) async throws {
        let gateway = try await TestGateway()
        let answer = try await gateway.send(.get, target, fields: authorization.map { [("Authorization", $0)] } ?? [])
        #expect(answer.status == status)
        #expect(answer.code == code)
        if status == 401 { #expect(answer.fields["WWW-Authenticate"] == "Bearer") }
        #expect(gateway.asked.all.isEmpty)
    }

    @Test(arguments: [
        ("/v1/orders", "orders:read"), ("/v1/customers", "customers:read"), ("/v1/products", "products:read"),
        ("/v1/order-intake", "intake:read"), ("/v1/mails", "mails:read"), ("/v1/tokens", "tokens:write"),
    ])
    func `a token opens what its scopes name and nothing else`(target: String, scope: String) async throws {
        let gateway = try await TestGateway()
        let right = try await gateway.token([scope])
        let all = try await gateway.token(["*"])
        let wrong = try await gateway.token(Set(Scope.all.map(\.name)).subtracting([scope]))
        #expect(try await gateway.get(target, token: right).status == 200)
        #expect(try await gateway.get(target, token: all).status == 200)
        let refused = try await gateway.get(target, token: wrong)
        #expect(refused.status == 403 && refused.code == "missing-scope")
    }

    @Test func `a service learns the caller from the gateway and from nothing that the client sent`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["orders:read"], sources: ["urn:shop:one"])
        let answer = try await gateway.send(
            .get, "/v1/orders?limit=1",
            fields: [("authorization", "bearer \(token)"), ("X-Request-ID", "mine\" evil"), ("Cookie", "session=x")])
        #expect(answer.status == 200)
        let seen = try #require(gateway.asked.all.first)
        #expect(seen.target == "/v1/orders?limit=1")
        #expect(seen.caller.kind == .token && seen.caller.name == "test")
        #expect(seen.caller.scopes == ["orders:read"] && seen.caller.sources == ["urn:shop:one"])
        #expect(!seen.fields.contains("X-Request-ID"))
        #expect(ID(seen.id) != nil && answer.fields["X-Request-ID"] == seen.id)
    }

    @Test(arguments: Engine.required) func `a revoked token is refused within five seconds`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let time = TestTime()
        let find = FindCaller(
            database: gateway.database, clock: gateway.clock, limits: TestGateway.limits, monotonic: { time.now })
        let create = CreateToken(database: gateway.database, clock: gateway.clock, ids: gateway.ids)
        let (text, token) = try await create(name: "shop", scopes: ["events:write"], sources: [])
        let credentials = "Bearer \(text)"
        #expect(try await find(authorization: credentials, cookie: nil).caller.name == "shop")
        try await RevokeToken(database: gateway.database, clock: gateway.clock)(token.id)
        time.advance(4_900_000)
        await #expect(throws: Refusal.self) { try await find(authorization: credentials, cookie: nil) }
        // Another gateway process never knew it.
        let other = FindCaller(database: gateway.database, clock: gateway.clock, limits: TestGateway.limits)
        await #expect(throws: Refusal.self) { try await other(authorization: credentials, cookie: nil) }
    }

    @Test(arguments: Engine.required) func `a token is refused from the moment it expires, also where it is remembered`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let token = try await gateway.token(["orders:read"], expiresAt: gateway.clock.now().adding(seconds: 10))
        gateway.clock.advance(seconds: 9.9)
        #expect(try await gateway.get("/v1/orders", token: token).status == 200)
        gateway.clock.advance(seconds: 0.1)
        #expect(try await gateway.get("/v1/orders", token: token).code == "bad-token")
    }

    @Test(arguments: Engine.required) func `tokens are made, listed without their secret, and revoked`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let maker = try await gateway.token(["tokens:write", "orders:read"], sources: ["urn:shop:*"])
        let made = try await post(gateway, maker, #"{"name":"s","scopes":["orders:read"],"sources":["urn:shop:a*"]}"#)
        #expect(made.status == 201 && made.fields["Cache-Control"] == "no-store")
        let text = try #require(try made.json["token"]?.string)
        #expect(text.hasPrefix("rlt_") && text.utf8.count == 47)
        #expect(try await gateway.get("/v1/orders", token: text).status == 200)
        let list = try await gateway.get("/v1/tokens", token: maker)
        #expect(try list.json["items"]?.array?.count == 2)
        #expect(!list.text.contains(text))
        let id = try #require(try made.json["id"]?.string)
        for status in [204, 404] {
            let answer = try await gateway.send(
                .post, "/v1/tokens/\(id)/revoke", fields: [("Authorization", "Bearer \(maker)")])
            #expect(answer.status == status)
        }
        #expect(try await gateway.get("/v1/tokens", token: maker).json["items"]?.array?.count == 1)
    }

    @Test(arguments: [
        (#"{"name":"x","scopes":["orders:write"]}"#, 403, "missing-scope"),
        (#"{"name":"x","scopes":["*"]}"#, 403, "missing-scope"),
        (#"{"name":"x","scopes":["orders:read"],"sources":["urn:*"]}"#, 403, "source-not-allowed"),
        (#"{"name":"x","scopes":["orders:read"],"sources":["*"]}"#, 403, "source-not-allowed"),
        (#"{"name":"x","scopes":["nonsense"]}"#, 422, "unknown-scope"), (#"{"name":"x","scopes":[]}"#, 422, "out-of-range"),
        (#"{"name":"","scopes":["orders:read"]}"#, 422, "out-of-range"),
        (#"{"name":"x","scopes":["orders:read"],"sources":["a b"]}"#, 422, "out-of-range"),
        (#"{"name":"x","scopes":["orders:read"],"expiresAt":"2020-01-01T00:00:00Z"}"#, 422, "out-of-range"),
    ])
    func `nobody can give away more than he has`(body: String, status: Int, code: String) async throws {
        let gateway = try await TestGateway()
        let maker = try await gateway.token(["tokens:write", "orders:read"], sources: ["urn:shop:*"])
        let answer = try await post(gateway, maker, body)
        #expect(answer.status == status)
        #expect(answer.code == code)
    }

    @Test(arguments: [HTTPMethod.options, .trace, .query, .put])
    func `what a service's address takes is for the service to say`(method: HTTPMethod) async throws {
        let gateway = try await TestGateway(services: ["orders": { _ in .empty(405) }])
        let answer = try await gateway.send(
            method, "/v1/orders", fields: [("Authorization", "Bearer \(gateway.token(["*"]))")])
        #expect(answer.status == 405)
        #expect(gateway.asked.all.map(\.method) == [method])
        #expect(try await gateway.send(method, "/v1/orders").status == 401)
    }

    @Test func `a method that an address does not take is refused with those that it does`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["*"])
        let answer = try await gateway.send(.delete, "/v1/tokens", fields: [("Authorization", "Bearer \(token)")])
        #expect(answer.status == 405)
        #expect(Set(answer.fields["Allow"]?.split(separator: ", ").map(String.init) ?? []) == ["GET", "HEAD", "POST"])
    }

    @Test(arguments: Engine.required) func `a token is made once per key, and its text is shown once`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let maker = try await gateway.token(["tokens:write", "orders:read"])
        let body = #"{"name":"s","scopes":["orders:read"]}"#
        let made = try await post(gateway, maker, body, key: "k")
        let id = try #require(try made.json["id"]?.string)
        #expect(made.status == 201 && made.fields["Idempotent-Replayed"] == nil)
        let again = try await post(gateway, maker, body, key: "k")
        #expect(again.status == 200 && again.fields["Idempotent-Replayed"] == "true")
        #expect(try again.json["id"]?.string == id)
        #expect(try again.json["token"] == nil)
        let other = try await post(gateway, maker, #"{"name":"t","scopes":["orders:read"]}"#, key: "k")
        #expect(other.status == 409 && other.code == "already-exists-with-other-content")
        // Another maker's key is another key.
        let second = try await gateway.token(["tokens:write", "orders:read"])
        #expect(try await post(gateway, second, body, key: "k").status == 201)
        #expect(try await gateway.get("/v1/tokens", token: maker).json["items"]?.array?.count == 4)
        _ = try await gateway.send(.post, "/v1/tokens/\(id)/revoke", fields: [("Authorization", "Bearer \(maker)")])
        let revoked = try await post(gateway, maker, body, key: "k")
        #expect(revoked.status == 409 && revoked.code == "revoked")
        let missing = try await post(gateway, maker, body, key: "")
        #expect(missing.status == 400 && missing.code == "missing")
    }

    @Test(arguments: Engine.required) func `one key at one moment makes one token`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let maker = try await gateway.token(["tokens:write", "orders:read"])
        let answers = try await withThrowingTaskGroup(of: TestGateway.Answer.self) { group in
            for _ in 0..<8 {
                group.addTask { try await post(gateway, maker, #"{"name":"s","scopes":["orders:read"]}"#, key: "k") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.map(\.status).sorted() == [200, 200, 200, 200, 200, 200, 200, 201])
        #expect(Set(try answers.map { try $0.json["id"]?.string }).count == 1)
    }

    private func post(
        _ gateway: TestGateway, _ token: String, _ body: String, key: String = "k"
    ) async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "/v1/tokens",
            fields: [
                ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"), ("Idempotency-Key", key),
            ], body: body)
    }
}
