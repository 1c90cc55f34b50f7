import Core
import Database
import HTTP
import TestKit
import Testing

@testable import Gateway

@Suite struct RateLimitTests {
    private func gateway(_ settings: [(Setting, String)]) async throws -> TestGateway {
        try await TestGateway(settings: Dictionary(uniqueKeysWithValues: settings.map { ($0.0.name, $0.1) }))
    }

    private func token(of user: User, in gateway: TestGateway) async throws -> String {
        let text = AccessToken.makeText()
        let token = AccessToken(
            id: gateway.ids.next(), name: "script", scopes: ["orders:read"], sources: [], userID: user.id,
            createdAt: gateway.clock.now(), expiresAt: nil)
        try await gateway.database.write { tx in
            try TokenStore().insert(token, digest: AccessToken.digest(text), in: tx)
        }
        return text
    }

    @Test func `every answer tells the limit, what is left of it and when it is back`() async throws {
        let gateway = try await gateway([(RateSettings.token, "50"), (RateSettings.address, "7")])
        let token = try await gateway.token(["orders:read"])
        for (target, status) in [("/v1/orders", 200), ("/v1/mails", 403), ("/nowhere", 404)] {
            let answer = try await gateway.get(target, token: token)
            #expect(answer.status == status)
            #expect(answer.fields.values("RateLimit-Policy") == ["\"token\";q=100;w=2"])
            #expect(answer.fields["RateLimit"]?.hasPrefix("\"token\";r=9") == true)
            #expect(answer.fields["RateLimit"]?.hasSuffix(";t=1") == true)
        }
        let unknown = try await gateway.get("/health/live")
        #expect(unknown.fields["RateLimit-Policy"] == "\"address\";q=14;w=2")
        #expect(unknown.fields["RateLimit"] == "\"address\";r=13;t=1")
    }

    @Test func `a token over its limit is told when to come again, and others are not held up`() async throws {
        let gateway = try await gateway([(RateSettings.token, "1"), (RateSettings.address, "1")])
        let first = try await gateway.token(["orders:read"])
        let second = try await gateway.token(["orders:read"])
        for _ in 0..<2 { #expect(try await gateway.get("/v1/orders", token: first).status == 200) }
        let refused = try await gateway.get("/v1/orders", token: first)
        #expect(refused.status == 429 && refused.code == "rate-limited" && refused.fields["Retry-After"] == "1")
        #expect(refused.fields["RateLimit"] == "\"token\";r=0;t=1")
        #expect(gateway.asked.all.count == 2)
        #expect(try await gateway.get("/v1/orders", token: second).status == 200)
        gateway.clock.advance(seconds: 1)
        #expect(try await gateway.get("/v1/orders", token: first).status == 200)
    }

    @Test func `wrong tokens count against the network, whatever address of it is used`() async throws {
        let gateway = try await gateway([(RateSettings.address, "1")])
        var statuses: [Int] = []
        for index in 1...4 {
            let answer = try await gateway.send(
                .get, "/v1/orders", fields: [("Authorization", "Bearer rlt_\(index)")], from: "2001:db8:0:1::\(index)")
            statuses.append(answer.status)
        }
        #expect(statuses == [401, 401, 429, 429])
        // Whoever comes from there with a good one is not held up.
        let token = try await gateway.token(["orders:read"])
        let good = try await gateway.send(
            .get, "/v1/orders", fields: [("Authorization", "Bearer \(token)")], from: "2001:db8:0:1::9")
        #expect(good.status == 200)
    }

    @Test func `a user has one limit over all of his browsers and tokens, and each token its own`() async throws {
        let gateway = try await gateway([(RateSettings.account, "2"), (RateSettings.token, "1")])
        let user = try await gateway.addUser("anna", password: "correct horse", scopes: ["orders:read"])
        let tokens = try await [token(of: user, in: gateway), token(of: user, in: gateway)]
        let browser = try await Browser.signIn(gateway, login: "anna", password: "correct horse", language: "en")
        for _ in 0..<2 { #expect(try await gateway.get("/v1/orders", token: tokens[0]).status == 200) }
        #expect(try await gateway.get("/v1/orders", token: tokens[0]).fields["RateLimit-Policy"] == "\"token\";q=2;w=2")
        #expect(try await browser.get("/me").status == 200)
        let refused = try await gateway.get("/v1/orders", token: tokens[1])
        #expect(refused.status == 429 && refused.fields["RateLimit-Policy"] == "\"account\";q=4;w=2")
        let page = try await browser.get("/me")
        #expect(page.status == 429 && page.text.contains("Wait a few seconds"))
    }

    @Test func `signing in is held up by network, whoever is or is not signed in`() async throws {
        let gateway = try await gateway([(RateSettings.signIn, "2")])
        func attempt(_ address: String) async throws -> TestGateway.Answer {
            try await gateway.send(
                .post, "/signin", fields: Browser.formFields,
                body: Browser.encode([("login", "admin"), ("password", gateway.adminPassword)]), from: address)
        }
        for _ in 0..<2 { #expect(try await attempt("192.0.2.7").status == 303) }
        let refused = try await attempt("192.0.2.7")
        #expect(refused.status == 429 && refused.fields["RateLimit-Policy"] == "\"sign-in\";q=2;w=60")
        #expect(refused.fields["Retry-After"] == "30")
        #expect(try await attempt("192.0.2.8").status == 303)
        #expect(try await gateway.send(.get, "/signin").status == 200)
    }

    @Test func `what costs much has a limit of its own`() async throws {
        let gateway = try await gateway([(RateSettings.costly, "1")])
        let token = try await gateway.token(["*"])
        #expect(try await gateway.get("/openapi.json", token: token).fields["RateLimit"] == "\"costly\";r=0;t=60")
        #expect(try await gateway.get("/openapi.json", token: token).code == "rate-limited")
        #expect(try await gateway.get("/v1/orders", token: token).status == 200)
        #expect(try await gateway.get("/openapi.json", token: gateway.token(["*"])).status == 200)
        let metrics = try await gateway.get("/metrics", token: token)
        #expect(metrics.text.contains("gateway_rate_limited_total{policy=\"costly\"} 1"))
    }

    @Test func `only a trusted proxy says who the client is`() async throws {
        let gateway = try await gateway([(RateSettings.address, "1"), (GatewayModule.proxies, "192.0.2.1")])
        func status(from address: String, for client: String) async throws -> Int {
            try await gateway.send(.get, "/health/live", fields: [("X-Forwarded-For", client)], from: address).status
        }
        for index in 1...4 { #expect(try await status(from: "192.0.2.1", for: "198.51.100.\(index)") == 200) }
        // A client of the proxy may claim what it likes before what the proxy adds; and who is no proxy may claim nothing.
        for (index, expected) in [200, 200, 429].enumerated() {
            #expect(try await status(from: "192.0.2.1", for: "10.0.0.\(index), 203.0.113.5") == expected)
            #expect(try await status(from: "203.0.113.6", for: "10.0.0.\(index)") == expected)
        }
    }

    @Test func `without a limit nothing is told of one, and a limit that is none stops the start`() async throws {
        let gateway = try await gateway([(RateSettings.address, "0")])
        #expect(try await gateway.get("/health/live").fields["RateLimit"] == nil)
        await #expect(throws: SettingError.self) { try await self.gateway([(RateSettings.signIn, "-1")]) }
        await #expect(throws: SettingError.self) { try await self.gateway([(RateSettings.costly, "many")]) }
    }
}
