import Core
import HTTP
import JSON
import NotificationsAPI
import ServiceKit
import TestKit
import Testing

@testable import Gateway

/// The page that a day begins with.
@Suite struct StartTests {
    @Test func `it says what waits, each with one way to it, and draws the orders of a month`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "en")
        let page = try await browser.get("/").text
        PageRules.check(page, "/")
        #expect(page.contains("1 rejected event of a shop waits to be corrected") && page.contains("<a href=\"/intake\">"))
        #expect(page.contains("2 mails of unknown fate") && page.contains("/mails?state=uncertain"))
        // A month of three orders a day, drawn, said and as numbers.
        #expect(page.contains("90 in 30 days, at most 3 a day") && page.ranges(of: "<rect class=\"acc\"").count == 30)
        #expect(page.contains("the week before: 21") && page.ranges(of: "<td class=\"num\">3</td>").count == 30)
        #expect(page.contains("<a href=\"/\" class=\"tab\" data-key=\"h\" aria-current=\"page\""))
        #expect(try await !browser.get("/me").text.contains("data-key=\"h\" aria-current"))
    }

    @Test func `who may see little is shown little and asked for nothing more`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("clerk", password: "a long password", scopes: ["orders:read"], language: "en")
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password", language: "en")
        let before = gateway.asked.all.count
        let page = try await clerk.get("/").text
        #expect(page.contains("Orders by day") && !page.contains("Mails by state") && page.contains("Nothing waits for you"))
        #expect(gateway.asked.targets.dropFirst(before).allSatisfy { $0.hasPrefix("/v1/order-counts") })
        try await gateway.addUser("nobody", password: "a long password", scopes: [], language: "en")
        let nobody = try await Browser.signIn(gateway, login: "nobody", password: "a long password", language: "en")
        #expect(try await nobody.get("/").text.contains("You have no rights yet"))
    }

    @Test func `a service that does not answer is named, and nothing is said to be well`() async throws {
        var services = try FakeServices.all()
        services["orders"] = nil
        services["notifications"] = nil
        let gateway = try await TestGateway(services: services)
        let browser = try await Browser.signIn(gateway, language: "en")
        let page = try await browser.get("/")
        PageRules.check(page.text, "/")
        #expect(page.status == 200 && !page.text.contains("Nothing waits for you"))
        #expect(page.text.ranges(of: "is not part of this installation").count >= 2)
    }

    @Test(arguments: ["UTC", "Europe/Moscow", "Europe/Berlin", "America/St_Johns"])
    func `days begin at the midnights of the zone, also where clocks change`(zone: String) async throws {
        let gateway = try await TestGateway(settings: [GatewayModule.timeZone.name: zone])
        gateway.clock.advance(seconds: 84 * 86_400)
        let browser = try await Browser.signIn(gateway)
        _ = try await browser.get("/")
        let asked = try #require(gateway.asked.targets.last { $0.hasPrefix("/v1/order-counts") })
        let bounds = try TimeBounds.read(HTTPRequest(method: .get, target: asked))
        #expect(bounds.count == 31)
        let hours = zip(bounds, bounds.dropFirst()).map { $1.seconds(since: $0) / 3600 }
        #expect(hours.allSatisfy { [23, 24, 25].contains($0) })
        #expect(hours.contains(23) == (zone == "Europe/Berlin" || zone == "America/St_Johns"), "\(hours)")
    }
}
