import Core
import HTTP
import Testing

@testable import Gateway

@Suite struct PageTests {
    static let paths = [
        "/", "/intake", "/intake/rejected/17", "/orders", "/orders/\(FakeResources.id)", "/products", "/customers?q=%D1%83",
        "/customers/\(FakeResources.id)", "/mails", "/mails?state=sent", "/mails/\(FakeResources.id)", "/docs", "/me", "/search",
        "/search?q=%D1%83%D1%80",
        "/nowhere",
    ]

    @Test(arguments: ["ru", "en"]) func `every page is whole, in the session's language, and says it once`(
        language: String
    ) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: language)
        for path in Self.paths {
            let page = try await browser.get(path)
            #expect(page.status == (path == "/nowhere" ? 404 : 200), "\(path)")
            #expect(page.fields["Content-Type"] == "text/html; charset=utf-8")
            let html = page.text
            #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(language)\">"), "\(path)")
            #expect(html.ranges(of: "<h1>").count == 1, "\(path)")
            PageRules.check(html, path)
            // Words of the frame in the one language only.
            #expect(html.contains(language == "ru" ? "Приём заказов" : "Order intake"), "\(path)")
            #expect(!html.contains(language == "ru" ? "Order intake" : "Приём заказов"), "\(path)")
        }
    }

    @Test func `a name that is markup stays a name, in every field of every page`() async throws {
        let word = "<img src=x onerror=alert(1)>\"'&"
        let gateway = try await TestGateway(services: try FakeServices.all(word))
        for language in ["ru", "en"] {
            let browser = try await Browser.signIn(gateway, language: language)
            for path in Self.paths {
                let page = try await browser.get(path)
                #expect(page.status == (path == "/nowhere" ? 404 : 200), "\(path)")
                let html = page.text
                #expect(!html.contains("<img") && !html.contains("=x onerror=alert(1)>"), "\(path)")
                PageRules.check(html, path)
            }
            // It is there, though.
            #expect(try await browser.get("/customers").text.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"))
        }
    }

    @Test func `an address that would run script is no link`() async throws {
        let gateway = try await TestGateway(services: try FakeServices.all("javascript:alert(1)"))
        let browser = try await Browser.signIn(gateway)
        for path in Self.paths {
            let html = try await browser.get(path).text
            #expect(html.firstMatch(of: #/(href|action|src)="javascript/#) == nil, "\(path)")
        }
    }

    @Test(arguments: [
        ("ru,en;q=0.8", "ru"), ("en-GB,en;q=0.9,ru;q=0.8", "en"), ("de", "en"), ("", "en"),
    ])
    func `before signing in the browser's language counts, until another is chosen`(accepted: String, language: String)
        async throws
    {
        let gateway = try await TestGateway()
        let page = try await gateway.send(.get, "/signin", fields: [("Accept-Language", accepted)])
        #expect(page.text.contains("<html lang=\"\(language)\">"))
        for chosen in ["ru", "en"] {
            let other = try await gateway.send(
                .get, "/signin?language=\(chosen)&next=%2Forders", fields: [("Accept-Language", accepted)])
            #expect(other.text.contains("<html lang=\"\(chosen)\">"))
            #expect(other.text.contains("name=\"next\" value=\"/orders\""))
            PageRules.check(other.text, "/signin")
        }
    }

    @Test func `the language can be changed and is kept for the session`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "ru")
        let answer = try await browser.post("/language", [("language", "en"), ("next", "/orders?state=paid")])
        #expect(answer.status == 303 && answer.location == "/orders?state=paid")
        #expect(try await browser.get("/orders").text.contains("<html lang=\"en\">"))
        #expect(try await browser.post("/language", [("language", "xx")]).status == 400)
        #expect(try await browser.post("/language", [("language", "ru"), ("next", "//evil.example")]).location == "/")
    }

    @Test func `times are shown in the zone of the installation`() async throws {
        let gateway = try await TestGateway(settings: [GatewayModule.timeZone.name: "Asia/Yekaterinburg"])
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.get("/orders").text.contains("16:00"))
    }

    @Test(arguments: ["Europe/Mosco", "", "../etc/passwd", "local"])
    func `a time zone that nobody knows stops the start and is named`(_ zone: String) async throws {
        let error = await #expect(throws: SettingError.self) {
            _ = try await TestGateway(settings: [GatewayModule.timeZone.name: zone])
        }
        #expect(error?.setting == "CRM_TIME_ZONE")
        #expect(error?.expected == "the name of a time zone, such as Europe/Moscow or UTC")
    }

    @Test func `the card's history is asked for with the conditions of the page's address`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let id = gateway.ids.next()
        _ = try await browser.get("/customers/\(id)?kind=order&service=orders&person=Ann%20Lee&q=%26&cursor=c")
        #expect(
            gateway.asked.targets.contains(
                "/v1/customers/\(id)/timeline?limit=20&kind=order&service=orders&person=Ann%20Lee&q=%26&cursor=c"))
    }

    @Test func `the navigation shows what a person may see, and how many rejected events are open`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("clerk", password: "a long password", scopes: ["orders:read"], language: "ru")
        let admin = try await Browser.signIn(gateway)
        let all = try await admin.get("/mails").text
        for path in ["/customers", "/orders", "/products", "/mails", "/intake", "/docs"] {
            #expect(all.contains("<a href=\"\(path)\""), "\(path)")
        }
        #expect(all.contains("<span class=\"count\">1</span>"))
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password", language: "")
        let few = try await clerk.get("/orders").text
        #expect(few.contains("<html lang=\"ru\">"))
        for path in ["/customers", "/mails", "/intake", "/products"] { #expect(!few.contains("<a href=\"\(path)\""), "\(path)") }
        #expect(!few.contains("role=\"search\" action=\"/customers\""))
        let refused = try await clerk.get("/intake")
        #expect(refused.status == 403 && refused.text.contains("Попросите администратора"))
    }

    @Test func `files are kept for ever under their hash and asked again without it`() async throws {
        let gateway = try await TestGateway()
        let page = try await gateway.send(.get, "/signin").text
        let path = String(try #require(page.firstMatch(of: #/href="(/assets/relata\.css\?v=[0-9a-f]+)"/#)).1)
        let sheet = try await gateway.send(.get, path)
        #expect(sheet.fields["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(sheet.fields["Content-Type"] == "text/css; charset=utf-8" && sheet.bytes.count > 1000)
        let tag = try #require(sheet.fields["ETag"])
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let answer = try await gateway.send(.get, "/assets/relata.css?v=old", fields: [("If-None-Match", known)])
            #expect(answer.status == 304 && answer.bytes.isEmpty && answer.fields["ETag"] == tag)
            #expect(answer.fields["Cache-Control"] == "public, no-cache")
        }
        #expect(try await gateway.send(.get, "/assets/relata.css", fields: [("If-None-Match", "\"x\"")]).status == 200)
        #expect(try await gateway.send(.get, "/assets/icons.svg").fields["Content-Type"] == "image/svg+xml")
        #expect(try await gateway.send(.get, "/assets/nothing.js").status == 404)
    }

    @Test(arguments: [
        ("/nowhere", 404, "Здесь ничего нет"), ("/orders/nonsense", 404, "Здесь ничего нет"),
        ("/orders/00000000-0000-7000-8000-000000000000", 404, "Здесь ничего нет"),
        ("/customers/00000000-0000-7000-8000-000000000000", 404, "Здесь ничего нет"),
        ("/intake/rejected/99", 404, "Здесь ничего нет"), ("/intake/rejected/-1", 404, "Здесь ничего нет"),
        ("/signout", 405, "Так сюда нельзя"),
    ])
    func `a browser gets errors as pages, a program as problem+json`(path: String, status: Int, title: String) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get(path)
        #expect(page.status == status && page.text.contains("<h1>\(title)</h1>"))
        #expect(page.text.contains("Номер запроса: \(try #require(page.fields["X-Request-ID"]))"))
        PageRules.check(page.text, path)
        let token = try await gateway.token(["*"])
        let answer = try await gateway.get(path, token: token)
        #expect(answer.status == status && answer.fields["Content-Type"] == "application/problem+json")
    }

    @Test func `a browser that is not signed in is led to the sign-in and back`() async throws {
        let gateway = try await TestGateway()
        let answer = try await gateway.get("/orders?state=unpaid&sort=-total", accept: "text/html")
        #expect(answer.status == 303)
        #expect(answer.location == "/signin?next=%2Forders%3Fstate%3Dunpaid%26sort%3D-total")
        let form = try await gateway.send(.post, "/intake/rejected/1/retry", fields: Browser.formFields, body: "data=1")
        #expect(form.status == 401 && form.text.contains("<h1>Sign in first</h1>"))
    }
}
