import Core
import Database
import HTTP
import TestKit
import Testing

@testable import Gateway

@Suite struct TokenPageTests {
    private static func key(_ html: String) throws -> String {
        String(try #require(html.firstMatch(of: #/name="key" value="([^"]+)"/#)).1)
    }

    @Test func `one makes a token for oneself after a fresh proof, sees it once, and revokes it`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "en")
        let page = try await browser.get("/me/tokens").text
        let form = [
            ("key", try Self.key(page)), ("name", "<Script>"), ("until", "2026-06-30"), ("scope-orders:read", "on"),
            ("scope-nonsense", "on"),
        ]
        let made = try await browser.post("/me/tokens", form)
        #expect(made.status == 200 && made.fields["Cache-Control"] == "no-store" && !made.text.contains("<Script>"))
        PageRules.check(made.text, "/me/tokens")
        let secret = String(try #require(made.text.firstMatch(of: #/rlt_[A-Za-z0-9_-]+/#)).0)
        #expect(try await gateway.get("/v1/orders", token: secret).status == 200)
        #expect(try await gateway.get("/v1/mails", token: secret).status == 403)
        // Sent twice it is one token, which is not shown again.
        let again = try await browser.post("/me/tokens", form)
        #expect(again.status == 200 && !again.text.contains("rlt_") && again.text.contains("made and shown before"))
        let revoke = String(try #require(again.text.firstMatch(of: #/\/me\/tokens\/[0-9a-f-]+\/revoke/#)).0)
        #expect(again.text.ranges(of: "/revoke\"").count == 1)
        #expect(try await browser.post(revoke, []).location == "/me/tokens?done=revoked")
        #expect(try await browser.get("/me/tokens").text.contains("No tokens"))
        gateway.clock.advance(seconds: 3600)
        let late = try await browser.get("/me/tokens").text
        #expect(!late.contains("name=\"scope-") && late.contains("/me/proof?next=%2Fme%2Ftokens"))
        #expect(try await browser.post("/me/tokens", form).location == "/me/proof?next=%2Fme%2Ftokens")
    }

    @Test(arguments: [
        [("name", ""), ("until", "2026-06-30"), ("scope-orders:read", "on")], [("name", "A"), ("until", "2026-06-30")],
        [("name", "A"), ("until", "2030-01-01"), ("scope-orders:read", "on")],
        [("name", "A"), ("until", ""), ("scope-orders:read", "on")],
        [("name", "A"), ("until", "2026-06-30"), ("scope-orders:read", "on"), ("sources", "no blanks\"here")],
    ])
    func `what no token can be is said, with what was typed`(_ form: [(String, String)]) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "en")
        let answer = try await browser.post("/me/tokens", [("key", "k")] + form)
        #expect(answer.status == 422 && !answer.text.contains("rlt_"))
        #expect(form[0].1.isEmpty || answer.text.contains("value=\"A\""))
        PageRules.check(answer.text, "/me/tokens")
    }

    @Test func `tokens of shops and programs are made and revoked by who may, and nobody gets more than its maker has`()
        async throws
    {
        let gateway = try await TestGateway()
        let program = try await gateway.person("robot", kind: .service)
        try await gateway.addUser("keeper", password: "a long password", scopes: ["tokens:write", "orders:read"])
        let admin = try await Browser.signIn(gateway, language: "en")
        let keeper = try await Browser.signIn(gateway, login: "keeper", password: "a long password", language: "en")
        let page = try await admin.get("/tokens").text
        #expect(page.contains("value=\"\(program)\""))
        let form = [("key", "1"), ("name", "Shop"), ("until", ""), ("sources", "urn:shop:*"), ("scope-events:write", "on")]
        #expect(try await admin.post("/tokens", form).text.contains("rlt_"))
        let refused = try await keeper.post("/tokens", form)
        #expect(refused.status == 403 && !refused.text.contains("rlt_"))
        let offered = try await keeper.get("/tokens").text
        #expect(offered.contains("scope-orders:read") && !offered.contains("scope-events:write"))
        let revoke = String(try #require(try await admin.get("/tokens").text.firstMatch(of: #/\/tokens\/[0-9a-f-]+\/revoke/#)).0)
        #expect(try await admin.post(revoke, []).status == 303)
    }

    @Test func `an administrator sees where somebody is signed in, and ends it`() async throws {
        let gateway = try await TestGateway()
        let anna = try await gateway.addUser("anna", password: "a long password", scopes: ["orders:read"])
        try await gateway.addUser("reader", password: "a long password", scopes: ["organization:read"])
        let hers = try await Browser.signIn(
            gateway, login: "anna", password: "a long password", agent: "Firefox", from: "192.0.2.99")
        let admin = try await Browser.signIn(gateway, language: "en")
        let page = try await admin.get("/users/\(anna.id)").text
        #expect(page.contains("192.0.2.99"))
        PageRules.check(page, "/users/anna")
        let reader = try await Browser.signIn(gateway, login: "reader", password: "a long password", language: "en")
        #expect(try await !reader.get("/users/\(anna.id)").text.contains("192.0.2.99"))
        #expect(try await reader.post("/users/\(anna.id)/sessions/end", []).status == 403)
        #expect(try await hers.get("/orders").status == 200)
        #expect(try await admin.post("/users/\(anna.id)/sessions/end", []).location == "/users/\(anna.id)?done=secured")
        #expect(try await hers.get("/orders").location?.hasPrefix("/signin") == true)
    }
}
