import Core
import Database
import HTTP
import TestKit
import Testing

@testable import Gateway

@Suite struct OrganizationPageTests {
    private static func value(_ name: String, in form: Substring) throws -> String {
        let all = PageRules.tags(String(form)).filter { $0.name == "input" && $0["name"] == name }
        return try #require(all.first?["value"], "no \(name) in the form")
    }

    /// The form that leads to an address, as the page has it.
    private static func form(_ action: String, in html: String) throws -> Substring {
        let start = try #require(html.firstRange(of: "action=\"\(action)\""), "no form to \(action)").lowerBound
        let rest = html[start...]
        return rest[..<(rest.firstRange(of: "</form>")?.lowerBound ?? rest.endIndex)]
    }

    @Test(arguments: ["ru", "en"]) func `the pages are whole, each thing leads to its own`(language: String) async throws {
        let gateway = try await TestGateway(services: [:])
        let unit = try await gateway.unit("North")
        let seller = try await gateway.person("anna", roles: [Role.builtInID(2)], in: [unit])
        let program = try await gateway.person("shop", kind: .service)
        let browser = try await Browser.signIn(gateway, language: language)
        let paths = [
            "/users", "/users?view=programs", "/users?view=left", "/users?q=zzz", "/users/new", "/users/\(seller)",
            "/users/\(program)", "/units", "/units/\(unit)", "/units/\(UnitTree.root)", "/roles",
            "/roles/\(Role.administrator)", "/roles/\(Role.builtInID(2))", "/access", "/access?login=anna&resource=order",
            "/audit", "/audit?action=view",
        ]
        for path in paths {
            let page = try await browser.get(path)
            #expect(page.status == 200, "\(path): \(page.text)")
            PageRules.check(page.text, path)
        }
        #expect(try await browser.get("/users?q=AnN").text.contains("/users/\(seller)"))
        #expect(try await !browser.get("/users?q=bob").text.contains("/users/\(seller)"))
    }

    @Test(arguments: Engine.required)
    func `people are chosen by unit with all below it and by role, page by page`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine, services: [:])
        let north = try await gateway.unit("North")
        let harbour = try await gateway.unit("Harbour", under: north)
        let seller = try TestGateway.builtIn("Seller")
        for index in 0..<55 { _ = try await gateway.person("sailor\(100 + index)", in: [harbour]) }
        let anna = try await gateway.person("anna", roles: [seller], in: [north])
        let boris = try await gateway.person("boris", roles: [seller])
        let browser = try await Browser.signIn(gateway, language: "en")
        let first = try await browser.get("/users?unit=\(north)").text
        #expect(first.contains("/users/\(anna)\"") && !first.contains("/users/\(boris)\"") && first.contains("North and below"))
        PageRules.check(first, "/users")
        let next = String(try #require(first.firstMatch(of: #/rel="next" href="([^"]+)"/#)).1.replacing("&amp;", with: "&"))
        #expect(next.contains("unit=\(north)"))
        let second = try await browser.get(next).text
        #expect(!second.contains("rel=\"next\""))
        func names(_ html: String) -> Set<String> { Set(html.matches(of: #/sailor\d+/#).map { String($0.0) }) }
        #expect(names(first).union(names(second)).count == 55 && names(first).isDisjoint(with: names(second)))
        let sellers = try await browser.get("/users?role=\(seller)").text
        #expect(sellers.contains("/users/\(anna)\"") && sellers.contains("/users/\(boris)\"") && !sellers.contains("sailor"))
        #expect(try await browser.get("/users?role=\(seller)&unit=\(harbour)").text.contains("Nothing was found"))
        #expect(try await browser.get("/users?cursor=nonsense").status == 400)
    }

    @Test func `a person is made, given a unit and a role, noted as away, and let go`() async throws {
        let gateway = try await TestGateway()
        let unit = try await gateway.unit("North")
        let browser = try await Browser.signIn(gateway, language: "en")
        let blank = try await browser.get("/users/new").text
        let wish = [
            ("key", try Self.value("key", in: Self.form("/users", in: blank))), ("name", "Олег Ли"), ("login", "oleg"),
            ("mail", ""), ("invite", ""), ("kind", "person"), ("language", "ru"), ("timeZone", "Asia/Tokyo"),
        ]
        let made = try await browser.post("/users", wish)
        #expect(made.status == 303)
        // Sent twice, it is one person.
        #expect(try await browser.post("/users", wish).location == made.location)
        let path = String(try #require(made.location).prefix { $0 != "?" })

        var page = try await browser.get(path).text
        func key(_ place: String) throws -> String { try Self.value("key", in: Self.form("\(path)/\(place)", in: page)) }
        #expect(
            try await browser.post("\(path)/units", [("key", try key("units")), ("unitID", "\(unit)"), ("until", "")]).status
                == 303)
        #expect(
            try await browser.post(
                "\(path)/roles", [("key", try key("roles")), ("roleID", "\(Role.builtInID(2))"), ("until", "2099-12-31")]
            ).status == 303)
        #expect(
            try await browser.post(
                "\(path)/absences",
                [("key", try key("absences")), ("firstDay", "2099-01-01"), ("lastDay", "2099-01-05"), ("deputy", "admin")]
            ).status == 303)
        page = try await browser.get(path).text
        #expect(page.contains("North") && page.contains("Seller") && page.contains("5 January 2099"))
        #expect(try await browser.get("/units/\(unit)").text.contains(path))

        let left = try await browser.post(
            path, [("version", try Self.value("version", in: Self.form(path, in: page))), ("active", "false")])
        #expect(left.location == path + "?done=left")
        #expect(try await browser.get("/users?view=left").text.contains(path))
        #expect(try await !browser.get("/users").text.contains(path))
    }

    @Test func `a membership and a role end on the person's page; what has not begun is taken back`() async throws {
        let gateway = try await TestGateway()
        let unit = try await gateway.unit("North")
        let anna = try await gateway.person("anna", roles: [Role.builtInID(2)], in: [unit])
        let standing = { try await gateway.database.read { tx in try StandingStore().standing(of: anna, in: tx) } }
        let browser = try await Browser.signIn(gateway, language: "en")
        func end(_ kind: String, of person: ID) async throws -> Int {
            let page = try await browser.get("/users/\(anna)").text
            let action = try #require(
                PageRules.tags(page).compactMap { $0["action"] }.first { $0.hasPrefix("/users/\(anna)/\(kind)/") })
            return try await browser.post(action.replacing("\(anna)", with: "\(person)"), [("version", "1")]).status
        }
        // It began in this very moment, so there is nothing that it could have been.
        #expect(try await end("units", of: anna) == 303)
        #expect(try await standing()?.memberships.isEmpty == true)
        gateway.clock.advance(seconds: 60)
        // Another person's page is no way to it.
        #expect(try await end("roles", of: try await gateway.administrator) == 404)
        #expect(try await end("roles", of: anna) == 303)
        let roles = try #require(try await standing()?.roles)
        #expect(roles.map(\.until) == [gateway.clock.now()])
    }

    @Test(arguments: [("ru", "Такой логин уже есть"), ("en", "Somebody has this login already")])
    func `what is refused is said on the page again, with what was typed`(language: String, words: String) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: language)
        let answer = try await browser.post(
            "/users", [("key", "1"), ("name", "Second"), ("login", "admin"), ("kind", "person"), ("timeZone", "UTC")])
        #expect(answer.status == 409)
        #expect(answer.text.contains(words) && answer.text.contains("value=\"Second\""))
        let empty = try await browser.post("/users", [("key", "2"), ("name", ""), ("login", ""), ("timeZone", "UTC")])
        #expect(empty.status == 422)
        PageRules.check(empty.text, "/users")
    }

    @Test func `of two who change the same person, the second is told`() async throws {
        let gateway = try await TestGateway()
        let anna = try await gateway.person("anna")
        let browser = try await Browser.signIn(gateway, language: "en")
        let form = [("version", "1"), ("name", "Anna"), ("timeZone", "UTC")]
        #expect(try await browser.post("/users/\(anna)", form).status == 303)
        let second = try await browser.post("/users/\(anna)", form)
        #expect(second.status == 412 && second.text.contains("Somebody changed this meanwhile"))
        #expect(second.text.contains("name=\"version\" value=\"2\""))
    }

    @Test func `a role is made, given rules, and says them in words`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "en")
        let made = try await browser.post("/roles", [("key", "1"), ("name", "Night shift"), ("description", "At night")])
        let path = try #require(made.location)
        let rule = [
            ("version", "1"), ("resource", "account"), ("action-view", "on"), ("action-change", "on"), ("scope", "unit"),
            ("level", "full"), ("field-money", "hidden"), ("field-contact", "write"),
        ]
        #expect(try await browser.post(path, rule).status == 303)
        let page = try await browser.get(path).text
        #expect(page.contains("Customers: sees, changes — of the unit") && page.contains("does not see: money"))
        // A rule about what belongs to nobody has no scope but all.
        let wrong = try await browser.post(
            path, [("version", "2"), ("resource", "product"), ("action-view", "on"), ("scope", "own"), ("level", "full")])
        #expect(wrong.status == 422)
        #expect(try await browser.post(path, [("version", "2"), ("remove", "0")]).status == 303)
        #expect(try await browser.post(path + "/remove", [("version", "3")]).location == "/roles?done=saved")
    }

    @Test func `who may only look is offered no change, and none is taken from him`() async throws {
        let gateway = try await TestGateway()
        let looker = try await gateway.addUser("looker", password: "a long password", scopes: ["organization:read"]).id
        let browser = try await Browser.signIn(gateway, login: "looker", password: "a long password")
        for path in ["/users", "/users/\(looker)", "/units/\(UnitTree.root)", "/roles"] {
            let page = try await browser.get(path)
            #expect(page.status == 200 && !page.text.contains("method=\"post\" action=\"\(path)"), "\(path)")
        }
        #expect(try await browser.get("/users/new").status == 403)
        #expect(try await browser.post("/users/\(looker)", [("version", "1"), ("active", "false")]).status == 403)
        #expect(try await browser.get("/audit").status == 403)
    }
}
