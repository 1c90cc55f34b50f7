import HTTP
import Testing

@testable import Gateway

@Suite struct SearchTests {
    @Test func `one box finds customers, orders, places and actions, as a page and as the palette's list`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get("/search?q=%D0%BF%D0%B8")
        #expect(page.status == 200)
        PageRules.check(page.text, "/search")
        let list = try await browser.get("/search?part=list&q=%D0%BF%D0%B8")
        #expect(list.status == 200 && !list.text.contains("<html"))
        PageRules.check(list.text, "/search?part=list")
        for text in [page.text, list.text] {
            #expect(
                text.contains("href=\"/customers/\(FakeResources.id)\"") && text.contains("href=\"/orders/\(FakeResources.id)\""))
            #expect(text.contains("href=\"/mails\"") && text.contains("href=\"/mails?state=skipped\""))
            #expect(text.ranges(of: "Товары").count == (text == page.text ? 2 : 0))
        }
        #expect(gateway.asked.targets.contains("/v1/customers?q=%D0%BF%D0%B8&limit=6"))
        #expect(gateway.asked.targets.contains("/v1/orders?number=%D0%BF%D0%B8&limit=6"))
        let ids = list.text.matches(of: #/role="option" tabindex="-1" id="([^"]+)"/#).map { String($0.1) }
        #expect(ids.count >= 4 && Set(ids).count == ids.count)
    }

    @Test(arguments: ["", "x", "%20"]) func `a text too short to search with finds places only`(text: String) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.get("/search?part=list&q=\(text)").status == 200)
        #expect(!gateway.asked.targets.contains { $0.hasPrefix("/v1/customers") || $0.hasPrefix("/v1/orders?") })
    }

    @Test(arguments: ["mails", "%D0%BF%D0%B8%D1%81%D1%8C%D0%BC%D0%B0", "MAIL"])
    func `a place is found by its name in either language`(text: String) async throws {
        let gateway = try await TestGateway()
        for language in ["ru", "en"] {
            let browser = try await Browser.signIn(gateway, language: language)
            #expect(try await browser.get("/search?part=list&q=\(text)").text.contains("href=\"/mails\""))
        }
    }

    @Test func `nobody finds what he has no right to, and the service is not even asked`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("clerk", password: "a long password", scopes: ["orders:read"])
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password")
        let list = try await clerk.get("/search?part=list&q=536412").text
        #expect(list.contains("/orders/\(FakeResources.id)") && !list.contains("/customers"))
        #expect(!gateway.asked.targets.contains { $0.hasPrefix("/v1/customers") })
        let places = try await clerk.get("/search?part=list").text
        #expect(places.contains("/orders?state=unpaid") && !places.contains("/mails") && !places.contains("/intake"))
        #expect(try await gateway.get("/search?q=536412").status == 401)
        let token = try await gateway.token(["*"])
        #expect(try await gateway.get("/search?q=536412", token: token).code == "session-required")
    }

    @Test func `what a silent service would have found is told as missing, the rest is there`() async throws {
        var services = try FakeServices.all()
        services["contacts"] = nil
        let gateway = try await TestGateway(services: services)
        let browser = try await Browser.signIn(gateway, language: "en")
        let page = try await browser.get("/search?q=536412").text
        #expect(page.contains("/orders/\(FakeResources.id)") && page.contains("is not part of this installation"))
    }
}
