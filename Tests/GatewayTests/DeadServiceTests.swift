import Core
import HTTP
import Testing

@testable import Gateway

@Suite struct DeadServiceTests {
    /// As the peer client refuses when nobody answers.
    private static let dead: Handler = { _ in
        throw Refusal(.unavailable, "peer-unavailable", "A part of the system does not answer; try again in a moment.")
    }

    @Test(arguments: [
        ("orders", ["/v1/orders", "/v1/products", "/v1/order-intake"], ["/v1/customers", "/v1/mails"]),
        ("contacts", ["/v1/customers", "/v1/suspected-duplicates"], ["/v1/orders", "/v1/mails"]),
        ("notifications", ["/v1/mails"], ["/v1/orders", "/v1/customers"]),
    ])
    func `a dead service is told of for its part, and the others answer`(
        service: String, gone: [String], well: [String]
    ) async throws {
        var services = try FakeServices.all()
        services[service] = Self.dead
        let gateway = try await TestGateway(services: services)
        let token = try await gateway.token(["*"])
        for target in gone {
            let answer = try await gateway.get(target, token: token)
            #expect(answer.status == 503 && answer.code == "peer-unavailable" && answer.fields["Retry-After"] == "5")
            #expect(answer.fields["RateLimit"] != nil && answer.fields["X-Request-ID"] != nil)
        }
        for target in well + ["/v1/tokens", "/openapi.json", "/health/live"] {
            #expect(try await gateway.get(target, token: token).status == 200)
        }
    }

    @Test func `a service that is not part of the installation is named`() async throws {
        var services = try FakeServices.all()
        services["notifications"] = nil
        let gateway = try await TestGateway(services: services)
        let answer = try await gateway.get("/v1/mails", token: gateway.token(["*"]))
        #expect(answer.status == 503 && answer.code == "no-service")
        #expect(answer.text.contains("notifications"))
    }
}
