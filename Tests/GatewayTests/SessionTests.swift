import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct SessionTests {
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"

    private func items(_ browser: Browser) async throws -> [JSONValue] {
        try #require(try await browser.get("/v1/me/sessions").json["items"]?.array)
    }

    private func delete(_ browser: Browser, _ target: String) async throws -> TestGateway.Answer {
        try await browser.gateway.send(
            .delete, target, fields: [("Cookie", browser.cookie), ("Origin", "http://crm.example"), ("Accept", "*/*")])
    }

    @Test(arguments: Engine.required) func `a person sees where he is signed in, and ends one of it`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let other = try await Browser.signIn(gateway, agent: Self.firefox, from: "2001:db8::7")
        gateway.clock.advance(seconds: 100)
        let browser = try await Browser.signIn(gateway)
        let list = try await items(browser)
        #expect(list.map { $0["current"]?.bool } == [true, false])
        #expect(list[1]["agent"]?.string == "Firefox 132, Linux" && list[1]["address"]?.string == "2001:db8::7")
        #expect(list[0]["createdAt"]?.string == "2026-01-05T12:01:40Z")
        let id = try #require(list[1]["id"]?.string)
        #expect(try await delete(browser, "/v1/me/sessions/\(id)").status == 204)
        #expect(try await delete(browser, "/v1/me/sessions/\(id)").status == 404)
        #expect(try await other.get("/docs").status == 303)
        #expect(try await browser.get("/docs").status == 200)
    }

    @Test(arguments: Engine.required) func `nobody ends a session of another without the right to it`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        try await gateway.addUser("reader", password: "a long password", scopes: ["orders:read"])
        let admin = try await Browser.signIn(gateway)
        let reader = try await Browser.signIn(gateway, login: "reader", password: "a long password")
        let id = try #require(try await items(admin)[0]["id"]?.string)
        #expect(try await delete(reader, "/v1/me/sessions/\(id)").status == 404)
        let userID = try #require(
            try await gateway.database.read { tx in try UserStore().find(loginKey: "reader", in: tx) }?.id)
        let path = "/v1/users/\(userID)/sessions"
        #expect(try await reader.get(path).status == 403)
        #expect(try await delete(reader, path).status == 403)
        let list = try await admin.get(path)
        #expect(try list.json["items"]?.array?.count == 1)
        #expect(!list.text.contains("\"current\":true"))
        // The administrator ends it; the reader's next request finds nobody.
        #expect(try await delete(admin, "\(path)/\(id)").status == 404)
        #expect(try await delete(admin, path).status == 204)
        #expect(try await reader.get("/docs").status == 303)
        #expect(try await admin.get("/docs").status == 200)
    }

    @Test(arguments: Engine.required) func `signing out everywhere ends this session and all others`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let (first, second) = (try await Browser.signIn(gateway), try await Browser.signIn(gateway))
        let out = try await first.post("/me/sessions/end", [])
        #expect(out.status == 303 && out.location == "/signin")
        #expect(out.fields["Set-Cookie"]?.contains("Max-Age=0") == true)
        for browser in [first, second] { #expect(try await browser.get("/docs").status == 303) }
        let third = try await Browser.signIn(gateway)
        #expect(try await delete(third, "/v1/me/sessions").status == 204)
        #expect(try await third.get("/docs").status == 303)
    }

    @Test func `the page names the browsers and ends the one that is chosen, or the own one`() async throws {
        let gateway = try await TestGateway()
        _ = try await Browser.signIn(gateway, agent: Self.firefox)
        let browser = try await Browser.signIn(gateway, agent: "<b>curl</b>")
        let page = try await browser.get("/me").text
        #expect(page.contains("Firefox 132, Linux") && page.contains("&lt;b&gt;curl&lt;/b&gt;"))
        let list = try await items(browser)
        let ids = list.compactMap { $0["id"]?.string }
        let end = try await browser.post("/me/sessions/\(ids[1])/end", [])
        #expect(end.location == "/me?done=ended")
        #expect(try await browser.post("/me/sessions/\(ids[1])/end", []).status == 404)
        #expect(try await browser.post("/me/sessions/\(ids[0])/end", [], token: "wrong").code == nil)
        #expect(try await browser.get("/docs").status == 200)
        #expect(try await browser.post("/me/sessions/\(ids[0])/end", []).location == "/signin")
        #expect(try await browser.get("/docs").status == 303)
    }

    @Test func `a program with a token has no sessions`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["*"])
        for target in ["/v1/me/sessions", "/me"] {
            #expect(try await gateway.get(target, token: token).code == "session-required")
        }
    }

    @Test func `the limits are settings, and one that makes no sense stops the start`() async throws {
        let gateway = try await TestGateway(settings: [
            GatewayModule.sessionIdle.name: "1", GatewayModule.sessionLongest.name: "2",
        ])
        let idle = try await Browser.signIn(gateway)
        gateway.clock.advance(seconds: 3600)
        #expect(try await idle.get("/docs").status == 303)
        let busy = try await Browser.signIn(gateway)
        for _ in 0..<3 {
            gateway.clock.advance(seconds: 2000)
            #expect(try await busy.get("/docs").status == 200)
        }
        gateway.clock.advance(seconds: 1200)
        #expect(try await busy.get("/docs").status == 303)
        await #expect(throws: SettingError.self) { try await TestGateway(settings: [GatewayModule.sessionIdle.name: "0"]) }
    }

    @Test(arguments: [
        (Self.firefox, "Firefox 132, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
            "Edge 131, Windows"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari 18, iPhone"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome 131, Android"
        ), ("curl/8.5.0", "curl 8"), ("Something\u{7f}Else/1.0", "SomethingElse/1.0"), ("", ""),
    ])
    func `a browser is called what people call it`(field: String, name: String) {
        #expect(BrowserName.short(field) == name)
        #expect(BrowserName.short(field + String(repeating: "x", count: 5000)).utf8.count <= 60)
    }
}
