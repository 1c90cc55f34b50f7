import Audit
import HTTP
import JSON
import ServiceKit
import Testing

@testable import Gateway

@Suite struct DocsTests {
    @Test func `what services have for each other stands in no document`() {
        #expect(Upstream.leads("/v1/mails/{id}", to: "notifications") && Upstream.leads("/v1/mails", to: "notifications"))
        #expect(!Upstream.leads("/v1/letter-key", to: "notifications") && !Upstream.leads("/v1/mails", to: "orders"))
        #expect(!Upstream.leads("/v1/mailsomething", to: "notifications"))
    }

    @Test func `the suite's API is one document of all services, with every reference resolved`() async throws {
        let gateway = try await TestGateway()
        let answer = try await gateway.get("/openapi.json", token: try await gateway.token(["orders:read"]))
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/json")
        let document = try answer.json
        #expect(document["openapi"] == "3.1.0" && document["x-missing"] == nil)
        let paths = try #require(document["paths"]?.object)
        for path in [
            "/v1/orders", "/v1/customers", "/v1/customers/{id}", "/v1/customers/{id}/timeline", "/v1/mails", "/v1/tokens",
            "/v1/events", "/health/ready",
        ] { #expect(paths[path] != nil, "\(path)") }
        #expect(paths["/intake"] == nil && paths["/assets/{name}"] == nil)
        var references: Set<String> = []
        Self.collect(document, &references)
        #expect(references.contains("#/components/schemas/Order") && references.contains("#/components/schemas/Card"))
        for reference in references {
            #expect(document[try #require(JSONPointer(String(reference.dropFirst())))] != nil, "\(reference)")
        }
        let ids = paths.members.flatMap { $0.value.object?.members ?? [] }.compactMap { $0.value["operationId"]?.string }
        #expect(ids.count > 20 && Set(ids).count == ids.count)
    }

    @Test func `a service that is not there is named, and the others' parts are there`() async throws {
        var services = try FakeServices.all()
        services["contacts"] = nil
        let gateway = try await TestGateway(services: services)
        let browser = try await Browser.signIn(gateway)
        let document = try await browser.get("/openapi.json").json
        #expect(document["paths"]?["/v1/orders"] != nil && document["paths"]?["/v1/customers"] == nil)
        #expect(document["x-missing"]?.array?.first?.string?.hasPrefix("contacts") == true)
        #expect(try await browser.get("/docs").text.contains("contacts: The service contacts is not configured."))
    }

    @Test func `people read the same calls, rights and the orders' table`() async throws {
        var services = try FakeServices.all()
        let table: JSONValue = [
            "events": [
                [
                    "type": "shop.order.paid.v1",
                    "rules": [["when": "x", "meaning": "No such order.", "outcome": "waiting", "for": "order-not-placed"]],
                ]
            ],
            "states": ["payment": [["state": "overpaid", "meaning": "More than due was paid."]]],
        ]
        services["orders"] = try FakeServices.service(
            "orders",
            [Route(.get, "/v1/orders", access: .scope("orders:read"), audit: .none("A test."), "Orders.") { _ in .empty() }],
            components: ["x-order-transitions": table])
        let gateway = try await TestGateway(services: services)
        let page = try await Browser.signIn(gateway).get("/docs").text
        for word in [
            "<b>GET</b> /v1/orders ", "orders:read", "shop.order.paid.v1", "No such order.", "order-not-placed", "overpaid",
            "More than due was paid.", "TimelineEntry[]",
        ] { #expect(page.contains(word), "\(word)") }
        PageRules.check(page, "/docs")
    }

    static func collect(_ value: JSONValue, _ references: inout Set<String>) {
        for member in value.object?.members ?? [] {
            if member.key == "$ref", let reference = member.value.string { references.insert(reference) }
            collect(member.value, &references)
        }
        for element in value.array ?? [] { collect(element, &references) }
    }
}
