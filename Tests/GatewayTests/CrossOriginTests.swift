import Core
import HTTP
import Testing

@testable import Gateway

@Suite struct CrossOriginTests {
    private static let origin = "https://shop.example"
    private static let question = [
        ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"),
    ]

    private func gateway(_ origins: String = origin + ", http://localhost:3000") async throws -> TestGateway {
        try await TestGateway(settings: [GatewayModule.origins.name: origins])
    }

    @Test func `nothing is said to other sites unless they are named`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["orders:read"])
        let answer = try await gateway.send(
            .get, "/v1/orders", fields: [("Authorization", "Bearer \(token)"), ("Origin", Self.origin)])
        #expect(answer.status == 200)
        let question = try await gateway.send(.options, "/v1/tokens", fields: [("Origin", Self.origin)] + Self.question)
        #expect(question.status == 405)
        for fields in [answer.fields, question.fields] {
            #expect(!fields.contains { $0.name.hasPrefix("Access-Control-") || $0.name == "Vary" })
        }
    }

    @Test func `a browser's question is answered before anybody is known, with what the address takes`() async throws {
        let gateway = try await gateway()
        let answer = try await gateway.send(.options, "/v1/tokens", fields: [("Origin", Self.origin)] + Self.question)
        #expect(answer.status == 204)
        #expect(answer.fields["Access-Control-Allow-Origin"] == Self.origin)
        #expect(answer.fields["Access-Control-Allow-Methods"] == "POST, GET, HEAD")
        #expect(answer.fields["Access-Control-Allow-Headers"]?.contains("Authorization, Content-Type") == true)
        #expect(answer.fields["Access-Control-Max-Age"] == "600")
        #expect(answer.fields.values("Vary") == ["Origin, Access-Control-Request-Method, Access-Control-Request-Headers"])
        #expect(answer.fields["RateLimit-Policy"]?.hasPrefix("\"address\"") == true)
        #expect(gateway.asked.all.isEmpty)
    }

    @Test(arguments: [
        "https://evil.example", "https://shop.example.evil.example", "http://shop.example", "https://shop.example:444", "null",
        "https://SHOP.example", "https://shop.example/", "*",
    ])
    func `no other site is let in`(origin: String) async throws {
        let gateway = try await gateway()
        let token = try await gateway.token(["orders:read"])
        let question = try await gateway.send(.options, "/v1/tokens", fields: [("Origin", origin)] + Self.question)
        let answer = try await gateway.send(
            .get, "/v1/orders", fields: [("Authorization", "Bearer \(token)"), ("Origin", origin)])
        #expect(question.status == 204 && answer.status == 200)
        for fields in [answer.fields, question.fields] {
            #expect(!fields.contains { $0.name.hasPrefix("Access-Control-") })
            #expect(fields["Vary"]?.hasPrefix("Origin") == true)
        }
    }

    @Test func `a page of a named site may read answers and refusals, and never with a cookie`() async throws {
        let gateway = try await gateway()
        let token = try await gateway.token(["orders:read"])
        for (target, status) in [("/v1/orders", 200), ("/v1/mails", 403), ("/nowhere", 404)] {
            let answer = try await gateway.send(
                .get, target, fields: [("Authorization", "Bearer \(token)"), ("Origin", "http://localhost:3000")])
            #expect(answer.status == status)
            #expect(answer.fields.values("Access-Control-Allow-Origin") == ["http://localhost:3000"])
            #expect(answer.fields["Access-Control-Expose-Headers"]?.contains("ETag") == true)
            #expect(answer.fields["Access-Control-Allow-Credentials"] == nil)
            #expect(answer.fields.values("Vary") == ["Origin"])
        }
        // A signed-in browser on another site's page still changes nothing here.
        let browser = try await Browser.signIn(gateway)
        let foreign = try await gateway.send(
            .post, "/v1/tokens", fields: [("Cookie", browser.cookie), ("Origin", Self.origin)], body: "{}")
        #expect(foreign.code == "foreign-form")
    }

    @Test(arguments: [
        "*", "https://*.example", "shop.example", "https://shop.example/", "https://shop.example/path", "https://Shop.example",
        "https://shop.example:443", "http://shop.example:80", "https://shop.example:0", "https://shop.example:99999", "https://",
        "ftp://shop.example", "null", "https://user@shop.example", "https://shop.example:8443:1",
    ])
    func `what no browser sends as an origin stops the start`(origins: String) async throws {
        await #expect(throws: SettingError.self) { try await self.gateway(origins) }
    }
}
