import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// Tokens of persons and of service accounts; those of shops are in AccessTests.
@Suite struct TokenTests {
    private static let year = #""expiresAt":"2026-12-31T00:00:00Z""#

    private func send(
        _ browser: Browser, _ method: HTTPMethod, _ path: String, _ body: String? = nil, key: String = "k"
    ) async throws -> TestGateway.Answer {
        try await browser.gateway.send(
            method, path,
            fields: [
                ("Cookie", browser.cookie), ("Origin", "http://crm.example"), ("Accept", "*/*"),
                ("Content-Type", "application/json"), ("Idempotency-Key", key),
            ], body: body)
    }

    @Test(arguments: Engine.required) func `a person's token has his rights of the moment within its scopes`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let user = try await gateway.addUser("anna", password: "a long password", scopes: ["orders:read", "customers:read"])
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let body = #"{"name":"my script","scopes":["orders:read"],\#(Self.year)}"#
        let made = try await send(browser, .post, "/v1/me/tokens", body)
        #expect(made.status == 201)
        let text = try #require(try made.json["token"]?.string)
        #expect(try await send(browser, .post, "/v1/me/tokens", body).json["token"] == nil)
        let time = TestTime()
        let find = FindCaller(
            database: gateway.database, clock: gateway.clock, limits: TestGateway.limits, monotonic: { time.now })
        func caller() async throws -> Caller { try await find(authorization: "Bearer \(text)", cookie: nil).caller }
        let caller1 = try await caller()
        #expect(caller1.scopes == ["orders:read"] && caller1.viewer.user == user.id && caller1.name == "anna (my script)")
        // His role is taken away; the token has nothing within the seconds that it is remembered.
        let admin = try await gateway.token(of: gateway.administrator)
        let path = "/v1/users/\(user.id)/roles"
        let held = try await gateway.call(.get, path, as: admin).json["items"]?.array?.first?["id"]?.string
        #expect(try await gateway.call(.delete, "\(path)/\(try #require(held))", as: admin, version: 1).status == 204)
        time.advance(4_900_000)
        #expect(try await caller().scopes.isEmpty)
        let list = try await send(browser, .get, "/v1/me/tokens")
        #expect(try list.json["items"]?.array?.compactMap { $0["name"]?.string } == ["my script"])
        #expect(!list.text.contains(text))
        #expect(try await send(browser, .post, "/v1/me/tokens/\(try made.id)/revoke").status == 204)
        #expect(try await send(browser, .post, "/v1/me/tokens/\(try made.id)/revoke").status == 404)
        time.advance(4_900_000)
        await #expect(throws: Refusal.self) { try await caller() }
    }

    @Test(
        arguments: [
            (#"{"name":"x","scopes":["orders:read"]}"#, 422, "missing"),
            (#"{"name":"x","scopes":["orders:read"],"expiresAt":"2027-02-01T00:00:00Z"}"#, 422, "out-of-range"),
            (#"{"name":"x","scopes":["orders:write"],"expiresAt":"2026-12-31T00:00:00Z"}"#, 403, "missing-scope"),
            (#"{"name":"x","scopes":["*"],"expiresAt":"2026-12-31T00:00:00Z"}"#, 403, "missing-scope"),
            (
                #"{"name":"x","scopes":["orders:read"],"sources":["*"],"expiresAt":"2026-12-31T00:00:00Z"}"#, 403,
                "source-not-allowed"
            ),
        ] as [(String, Int, String)])
    func `a person's token ends within a year and holds nothing that he does not`(body: String, status: Int, code: String)
        async throws
    {
        let gateway = try await TestGateway()
        try await gateway.addUser("anna", password: "a long password", scopes: ["orders:read"])
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let answer = try await send(browser, .post, "/v1/me/tokens", body)
        #expect(answer.status == status)
        let codes = [answer.code] + (try answer.json["errors"]?.array ?? []).map { $0["code"]?.string }
        #expect(codes.contains(code))
    }

    @Test func `a token needs a fresh proof of who one is, and no token makes tokens for a person`() async throws {
        let gateway = try await TestGateway()
        let user = try await gateway.addUser("anna", password: "a long password", scopes: ["orders:read", "tokens:write"])
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let body = #"{"name":"x","scopes":["orders:read"],\#(Self.year)}"#
        gateway.clock.advance(seconds: 901)
        #expect(try await send(browser, .post, "/v1/me/tokens", body).code == "proof-required")
        let token = try await gateway.token(of: user.id)
        #expect(try await gateway.call(.post, "/v1/me/tokens", as: token, body).status == 403)
        let admin = try await gateway.token(of: gateway.administrator)
        let others = #"{"name":"x","scopes":["orders:read"],"userID":"\#(user.id)",\#(Self.year)}"#
        #expect(try await gateway.call(.post, "/v1/tokens", as: admin, others).code == "not-yours-to-give")
        #expect(try await gateway.call(.post, "/v1/tokens", as: token, others).code == "not-yours-to-give")
    }

    @Test(arguments: Engine.required) func `a service account's token is made by whoever could do himself what it can`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let seller = try TestGateway.builtIn("Seller")
        let north = try await gateway.unit("North")
        let wide = try await gateway.person("exporter", roles: [try TestGateway.builtIn("Auditor")], kind: .service)
        let narrow = try await gateway.person("dialler", roles: [seller], in: [north], kind: .service)
        let maker = try await gateway.role(
            "Maker", [Grant(role: "Maker", resource: .token, actions: [.view, .administer], scope: .all)])
        let head = try await gateway.token(
            of: gateway.person("head", roles: [try TestGateway.builtIn("Head of sales"), maker], in: [north]))
        func make(_ account: ID, _ scopes: String, as token: String) async throws -> TestGateway.Answer {
            try await gateway.call(
                .post, "/v1/tokens", as: token, #"{"name":"x","scopes":[\#(scopes)],"userID":"\#(account)"}"#)
        }
        #expect(try await make(wide, #""customers:read""#, as: head).code == "not-yours-to-give")
        #expect(try await make(wide, #""*""#, as: head).code == "not-yours-to-give")
        let made = try await make(narrow, #""customers:read""#, as: head)
        #expect(made.status == 201)
        #expect(try made.json["userID"]?.string == narrow.description)
        // A shop's token reaches all rows, so whoever has a unit's cannot make it; scopes alone are not all.
        let shop = #"{"name":"x","scopes":["customers:read"]}"#
        #expect(try await gateway.call(.post, "/v1/tokens", as: head, shop).code == "not-yours-to-give")
        let admin = try await gateway.token(of: gateway.administrator)
        #expect(try await make(wide, #""customers:read""#, as: admin).status == 201)
        #expect(try await gateway.call(.post, "/v1/tokens", as: admin, shop).status == 201)
        // It ends with the account.
        #expect(try await gateway.call(.patch, "/v1/users/\(narrow)", as: admin, #"{"active":false}"#, version: 1).status == 200)
        let text = try #require(try made.json["token"]?.string)
        #expect(try await gateway.get("/v1/customers", token: text).code == "bad-token")
    }

    @Test(arguments: Engine.required) func `the operator makes users with roles, and tokens that speak for them`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let north = try await gateway.unit("North")
        let users = OperateUsers(database: gateway.database, clock: gateway.clock, ids: gateway.ids)
        let (anna, password) = try await users.create(
            NewUser(login: "anna", name: "Anna", mail: "anna@example.com"), roles: ["Seller", "auditor"], unit: "North")
        #expect(try await gateway.rights(of: anna.id).viewer.units == [north])
        _ = try await Browser.signIn(gateway, login: "Anna", password: password)
        let (robot, none) = try await users.create(
            NewUser(kind: .service, login: "robot", name: "Robot"), roles: ["Front desk"], unit: nil)
        #expect(none == nil)
        let lines = try await users.list()
        #expect(lines.map(\.user.login) == ["admin", "anna", "robot"])
        #expect(lines.map(\.roles) == [["Administrator"], ["Auditor", "Seller"], ["Front desk"]])
        #expect(try await users.id(ofLogin: "ROBOT") == robot.id)
        let create = CreateToken(database: gateway.database, clock: gateway.clock, ids: gateway.ids)
        let made = try await create(name: "x", scopes: ["customers:read"], sources: [], userID: robot.id)
        #expect(try await gateway.get("/v1/customers", token: made.text).status == 200)
        for (roles, unit) in [(["Nobody"], nil), ([], "South")] as [([String], String?)] {
            await #expect(throws: Refusal.self) {
                try await users.create(NewUser(login: "x", name: "X"), roles: roles, unit: unit)
            }
        }
        // Nothing of what was refused is there.
        #expect(try await users.list().count == 3)
        await #expect(throws: Refusal.self) { try await users.id(ofLogin: "x") }
    }
}
