import Core
import HTTP
import JSON
import Observability
import Synchronization
import Testing

@testable import Gateway

/// A service that is missing, slow, broken, or refuses.
@Suite struct GapTests {
    static let broken: [(name: String, handler: Handler?)] = [
        ("missing", nil),
        ("broken", { _ in throw BrokenService() }),
        ("answering 500", { _ in HTTPResponse(status: 500) }),
        ("answering 503", { _ in HTTPResponse.json(Array(#"{"code":"unavailable","detail":"no"}"#.utf8), status: 503) }),
        ("answering 401", { _ in HTTPResponse(status: 401) }),
        ("answering HTML", { _ in HTTPResponse.html("<b>proxy</b>") }),
        ("answering half of a JSON", { _ in HTTPResponse.json(Array("{\"items\":[".utf8)) }),
        ("answering another JSON", { _ in HTTPResponse.json(Array("{\"items\":[{\"id\":1}]}".utf8)) }),
    ]

    @Test(arguments: Array(broken.indices), ["orders", "contacts", "notifications"])
    func `a page whose service is not well has a marked gap and is no error`(index: Int, service: String) async throws {
        let (name, handler) = Self.broken[index]
        var services = try FakeServices.all()
        services[service] = handler
        let gateway = try await TestGateway(services: services)
        let browser = try await Browser.signIn(gateway)
        for path in PageTests.paths {
            let page = try await browser.get(path)
            #expect(page.status == (path == "/nowhere" ? 404 : 200), "\(service) \(name): \(path)")
            if handler == nil { PageRules.check(page.text, path) }
        }
        let own = ["orders": "/orders", "contacts": "/customers", "notifications": "/mails"][service] ?? ""
        let sentence = handler == nil ? "не подключена к этой установке" : "сейчас не отвечает"
        #expect(try await browser.get(own).text.contains(sentence), "\(service) \(name)")
    }

    @Test func `the card has the blocks of the others when a service is not well`() async throws {
        for (name, handler) in Self.broken {
            var services = try FakeServices.all()
            services["orders"] = handler
            let gateway = try await TestGateway(services: services)
            let card = try await gateway.get("/v1/customers/\(FakeResources.id)", token: try await gateway.token(["*"]))
            #expect(card.status == 200, "\(name)")
            let blocks = try #require(try card.json["blocks"]?.array)
            #expect(blocks.compactMap { $0["name"]?.string } == ["facts", "people", "timeline", "money", "orders", "mails"])
            for block in blocks {
                #expect(block["asOf"]?.string == "2026-01-05T12:00:00Z")
                let isOfOrders = ["money", "orders"].contains(block["name"]?.string)
                // What is JSON is passed on; whether it is the right one is for whoever reads it.
                if name == "answering another JSON" { continue }
                #expect((block["gap"] != nil) == isOfOrders && (block["data"] != nil) != isOfOrders, "\(name): \(block)")
            }
        }
    }

    @Test func `the card does not wait for a slow service, and tells it that nobody waits`() async throws {
        let ended = Atomic(0)
        var services = try FakeServices.all()
        services["orders"] = { _ in
            do { try await Task.sleep(for: .seconds(60)) } catch { ended.add(1, ordering: .relaxed) }
            return .empty()
        }
        let gateway = try await TestGateway(services: services)
        let token = try await gateway.token(["*"])
        let started = monotonicMicroseconds()
        let card = try await gateway.get("/v1/customers/\(FakeResources.id)", token: token)
        #expect(monotonicMicroseconds() - started < 20_000_000)
        let blocks = try #require(try card.json["blocks"]?.array)
        #expect(blocks.filter { $0["gap"]?["code"] == "timeout" }.compactMap { $0["name"]?.string } == ["money", "orders"])
        #expect(ended.load(ordering: .relaxed) == 2)
    }

    @Test func `the card marks what the caller may not see, and is nowhere when the customer is not`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["customers:read"])
        let card = try await gateway.get("/v1/customers/\(FakeResources.id)", token: token)
        let gaps = try #require(try card.json["blocks"]?.array).filter { $0["gap"] != nil }
        #expect(gaps.compactMap { $0["name"]?.string } == ["money", "orders", "mails"])
        #expect(gaps.allSatisfy { $0["gap"]?["code"] == "missing-scope" && $0["gap"]?["service"] != nil })
        let unknown = "00000000-0000-7000-8000-000000000000"
        for id in [unknown, "1", "..", "x%20y"] {
            let answer = try await gateway.get("/v1/customers/\(id)", token: token)
            #expect(answer.status == 404, "\(id)")
        }
    }

    @Test func `an unknown error shows nothing of itself and is logged once, with the request id`() async throws {
        var services = try FakeServices.all()
        services["orders"] = { _ in throw BrokenService() }
        let gateway = try await TestGateway(services: services)
        let answer = try await gateway.get("/v1/orders", token: try await gateway.token(["*"]))
        #expect(answer.status == 500 && answer.code == "failed")
        #expect(!answer.text.contains("secret"))
        let records = gateway.log.records.filter { $0.level == .error }
        #expect(records.count == 1)
        #expect(records.first?.fields["request"] == answer.fields["X-Request-ID"])
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get("/v1/orders")
        #expect(page.status == 500 && page.text.contains("Ошибка на нашей стороне") && !page.text.contains("secret"))
    }

    @Test func `a change that did not get through says so and is not taken for done`() async throws {
        var services = try FakeServices.all()
        services["notifications"] = nil
        let gateway = try await TestGateway(services: services)
        let browser = try await Browser.signIn(gateway)
        let answer = try await browser.post("/mails/\(FakeResources.id)/resolve", [("decision", "sent")])
        #expect(answer.status == 503 && answer.text.contains("Сейчас недоступно"))
        #expect(answer.fields["Retry-After"] == "5")
    }
}

struct BrokenService: Error {
    let words = "secret words of the inside"
}
