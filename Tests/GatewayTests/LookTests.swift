import Database
import HTTP
import TestKit
import Testing

@testable import Gateway

@Suite struct LookTests {
    @Test(arguments: Engine.required) func `the chosen look follows the person into every browser, and a browser to its door`(
        engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (here, there) = (try await Browser.signIn(gateway), try await Browser.signIn(gateway))
        let plain = try await here.get("/docs")
        #expect(!plain.text.contains("data-scheme") && !plain.text.contains("data-density") && !plain.text.contains("data-keys"))
        #expect(plain.fields["Set-Cookie"] == nil)

        let answer = try await here.post("/me/look", [("scheme", "dark"), ("density", "compact")])
        #expect(answer.status == 303 && answer.location == "/me?done=look")
        for browser in [here, there] {
            let page = try await browser.get("/me")
            #expect(page.text.contains(#"<html lang="ru" data-scheme="dark" data-density="compact" data-keys="off">"#))
            #expect(page.text.contains(#"<option value="dark" selected>"#) && !page.text.contains("checked"))
            #expect(
                page.fields["Set-Cookie"]?.hasPrefix("look=dark.compact.off; Path=/; HttpOnly; SameSite=Lax; Max-Age=") == true)
        }
        let door = try await gateway.send(.get, "/signin", fields: [("Cookie", "look=dark.compact.off")])
        #expect(door.text.contains("data-scheme=\"dark\""))

        let back = [("scheme", "system"), ("density", "regular"), ("keys", "on")]
        #expect(try await there.post("/me/look", back).status == 303)
        #expect(try await !here.get("/me").text.contains("data-scheme"))
        try await gateway.addUser("other", password: "a long password", scopes: [])
        let other = try await Browser.signIn(gateway, login: "other", password: "a long password")
        #expect(try await !other.get("/me").text.contains("data-scheme"))
    }

    @Test(arguments: [[("scheme", "pink"), ("density", "regular")], [("scheme", "dark")], [("density", "compact")], []])
    func `a look that nobody knows is refused and changes nothing`(form: [(String, String)]) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let answer = try await browser.post("/me/look", form)
        #expect(answer.status == 400)
        #expect(try await !browser.get("/me").text.contains("data-scheme"))
    }

    @Test func `only a form of the session changes it`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.post("/me/look", [("scheme", "dark"), ("density", "compact")], token: "x").status == 403)
        #expect(try await !browser.get("/me").text.contains("data-scheme"))
    }

    @Test func `the page for no network tells nobody's name, and its worker may answer for the whole site`() async throws {
        let gateway = try await TestGateway()
        for (language, title) in [("ru", "Нет сети"), ("en", "No network")] {
            let page = try await gateway.send(.get, "/offline?language=\(language)")
            #expect(page.status == 200 && page.text.contains("<h1>\(title)</h1>"))
            PageRules.check(page.text, "/offline")
        }
        let worker = try await gateway.send(.get, "/worker.js")
        #expect(worker.fields["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(worker.fields["Cache-Control"] == "public, no-cache")
    }
}
