import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// Lines chosen in the list of customers, and what is done with them.
@Suite struct HandoverPageTests {
    private static let id = FakeHandovers.id

    private static func key(_ html: String) throws -> String {
        String(try #require(html.firstMatch(of: #/name="key" value="([^"]+)"/#)).1)
    }

    @Test(arguments: ["ru", "en"]) func `the pages are whole and let no name be markup`(language: String) async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let browser = try await Browser.signIn(gateway, language: language)
        for path in [
            "/customers?view=all", "/reassignments", "/reassignments/\(Self.id)", "/exports",
            "/exports/new?owner=me&ids=\(Self.id)",
            "/access-requests", "/access-requests?state=open", "/queue-rules", "/users/\(Self.id)/offboarding", "/me/tokens",
            "/tokens",
        ] {
            let page = try await browser.get(path)
            #expect(page.status == 200, "\(path): \(page.text)")
            PageRules.check(page.text, path)
            #expect(!page.text.contains("<Медь>") && !page.text.contains("<Анна>") && !page.text.contains("urn:<s>"), "\(path)")
        }
        for state in ReassignmentState.allCases {
            fake.stand(state)
            let page = try await browser.get("/reassignments/\(Self.id)")
            PageRules.check(page.text, state.rawValue)
            #expect(page.text.contains("/apply\"") == (state == .previewed) && page.text.contains("/undo\"") == (state == .done))
            #expect(page.text.contains("<progress") == (state == .running || state == .undoing))
        }
    }

    @Test func `chosen lines are planned for a person, begun and undone`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let boris = try await gateway.person("boris")
        let browser = try await Browser.signIn(gateway, language: "en")
        let other = gateway.ids.next()
        let chosen = [("pick-\(Self.id)", "on"), ("pick-\(other)", "on"), ("pick-nonsense", "on"), ("do", "owner")]
        let form = try await browser.post("/customers/chosen", chosen)
        #expect(form.status == 200 && form.text.contains("Reassign 2 customers"))
        PageRules.check(form.text, "/customers/chosen")
        #expect(fake.asked.contains { $0.target.hasPrefix("/v1/customers?ids=") })
        let accounts = "\(Self.id),\(other)"
        let wish = [("key", try Self.key(form.text)), ("accounts", accounts), ("receiver", "boris"), ("reason", "Holidays")]
        #expect(try await browser.post("/reassignments", wish).location == "/reassignments/\(Self.id)")
        let asked = try #require(fake.changes.last)
        #expect(asked.target == "/v1/reassignments" && asked.key == wish[0].1)
        #expect(asked.body["filter"]?["accounts"]?.array?.count == 2 && asked.body["reason"]?.string == "Holidays")
        #expect(asked.body["rule"]?["targets"]?.array?.first?["userID"]?.string == boris.description)
        for step in ["apply", "undo"] {
            #expect(try await browser.post("/reassignments/\(Self.id)/\(step)", []).status == 303)
            #expect(fake.changes.last?.target == "/v1/reassignments/\(Self.id)/\(step)")
        }
        #expect(try await browser.post("/reassignments/\(Self.id)/explode", []).status == 404)
        #expect(try await browser.post("/customers/chosen", [("do", "owner")]).location?.contains("none-chosen") == true)
        let nobody = try await browser.post("/reassignments", wish.map { $0.0 == "receiver" ? ("receiver", "") : $0 })
        #expect(nobody.status == 422 && nobody.text.contains("Say to whom") && nobody.text.contains("value=\"Holidays\""))
    }

    @Test(arguments: [
        ("out-of-reach", ProblemKind.forbidden, "right to assign reaches"), ("wrong-state", .conflict, "done already"),
    ])
    func `what contacts refuses is said in people's words`(_ code: String, _ kind: ProblemKind, _ words: String) async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let browser = try await Browser.signIn(gateway, language: "en")
        fake.refuse(Refusal(kind, code, "No."))
        let answer = try await browser.post("/reassignments/\(Self.id)/apply", [])
        #expect(answer.status == kind.status && answer.text.contains(words))
    }

    @Test func `all customers of one owner are planned by the owner, and of no other list`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let boris = try await gateway.person("boris")
        let browser = try await Browser.signIn(gateway, language: "en")
        let own = try await browser.get("/customers?owner=\(boris)&sort=-name").text
        #expect(own.contains("/reassignments/new?owner=\(boris)\""))
        for query in ["owner=none", "owner=me&kind=company", "owner=me&q=a", "unit=mine", "view=all"] {
            #expect(try await !browser.get("/customers?\(query)").text.contains("/reassignments/new"), "\(query)")
        }
        let page = try await browser.get("/reassignments/new?owner=\(boris)").text
        PageRules.check(page, "/reassignments/new")
        #expect(page.contains("Reassign all customers of"))
        let wish = [("key", try Self.key(page)), ("owner", "\(boris)"), ("receiver", "admin"), ("reason", "Left")]
        #expect(try await browser.post("/reassignments", wish).status == 303)
        #expect(fake.changes.last?.body["filter"] == ["ownerID": .string(boris.description)])
        #expect(try await browser.get("/reassignments/new?owner=nobody").status == 404)
    }

    @Test func `in its line a customer is given away with its version, or taken from the queue`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let anna = try await gateway.person("anna")
        let browser = try await Browser.signIn(gateway, language: "en")
        let form = [("version", "7"), ("receiver", "anna"), ("state", "owner=none&sort=-name")]
        let given = try await browser.post("/customers/\(Self.id)/owner", form)
        #expect(given.location == "/customers?owner=none&sort=-name&done=owner")
        let asked = try #require(fake.changes.last)
        #expect(asked.method == .put && asked.version == "\"7\"" && asked.body["userID"]?.string == anna.description)
        #expect(
            try await browser.post("/customers/\(Self.id)/claim", [("state", "")]).location == "/customers?view=all&done=taken")
        fake.refuse(Refusal(.conflict, "already-claimed", "Boris has this customer."))
        let late = try await browser.post("/customers/\(Self.id)/claim", [])
        #expect(late.status == 409 && late.text.contains("Somebody else has taken"))
        PageRules.check(late.text, "/customers/claim")
    }

    @Test func `who may neither give nor export has no boxes, and no way around them`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        try await gateway.addUser("clerk", password: "a long password", scopes: ["customers:read"])
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password", language: "en")
        let page = try await clerk.get("/customers?view=all").text
        #expect(!page.contains("pick-") && !page.contains("cell-edit") && !page.contains("/reassignments"))
        #expect(try await clerk.post("/customers/chosen", [("pick-\(Self.id)", "on"), ("do", "owner")]).status == 403)
        for path in ["/reassignments", "/exports/new", "/queue-rules", "/users/\(Self.id)/offboarding", "/tokens"] {
            #expect(try await clerk.get(path).status == 403, "\(path)")
        }
        #expect(try await clerk.get("/exports").status == 200)
        #expect(fake.changes.isEmpty)
    }

    @Test func `an export is a file at once, or asked for when it is large, and answered by another`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let browser = try await Browser.signIn(gateway, language: "en")
        let chosen = try await browser.post("/customers/chosen", [("pick-\(Self.id)", "on"), ("do", "export")])
        #expect(chosen.location == "/exports/new?ids=\(Self.id)")
        let small = try await browser.get("/exports/new?owner=me&kind=company").text
        #expect(small.contains("action=\"/v1/customers/export\"") && small.contains("name=\"owner\" value=\"me\""))
        fake.demandApproval(of: try await gateway.administrator)
        let large = try await browser.get("/exports/new?owner=me&kind=company").text
        #expect(!large.contains("/v1/customers/export") && large.contains("More than 10,000 customers"))
        let wish = [
            ("key", try Self.key(large)), ("state", "owner=me&kind=company"), ("format", "ndjson"), ("reason", "A report"),
        ]
        #expect(try await browser.post("/exports/new", wish).location == "/exports?done=asked")
        let asked = try #require(fake.changes.last)
        #expect(asked.target == "/v1/export-requests" && asked.key == wish[0].1)
        #expect(
            asked.body["owner"]?.string == "me" && asked.body["kind"]?.string == "company"
                && asked.body["format"]?.string == "ndjson")
        // One's own is withdrawn, another's answered.
        let own = try await browser.get("/exports").text
        #expect(own.contains("/withdrawal\"") && !own.contains("/approval\""))
        fake.demandApproval(of: gateway.ids.next())
        let others = try await browser.get("/exports").text
        #expect(!others.contains("/withdrawal\"") && others.contains("/approval\"") && others.contains("wait for you: 1"))
        #expect(try await browser.post("/exports/\(Self.id)/refusal", [("reason", "Too much")]).status == 303)
        #expect(fake.changes.last?.body["reason"]?.string == "Too much")
        #expect(try await browser.post("/exports/\(Self.id)/removal", []).status == 404)
    }

    @Test func `access is asked for, given until a day, and refused`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let browser = try await Browser.signIn(gateway, language: "en")
        let wish = [("key", "k1"), ("access", "change"), ("reason", "A call")]
        #expect(try await browser.post("/customers/\(Self.id)/access-requests", wish).location == "/access-requests?done=asked")
        #expect(fake.changes.last?.body["access"]?.string == "change" && fake.changes.last?.key == "k1")
        let given = [("until", "2026-12-31"), ("access", "view")]
        #expect(try await browser.post("/access-requests/\(Self.id)/approval", given).status == 303)
        #expect(fake.changes.last?.body["until"]?.string == "2027-01-01T00:00:00Z")
        #expect(try await browser.post("/access-requests/\(Self.id)/approval", [("until", "")]).status == 422)
        #expect(try await browser.post("/access-requests/\(Self.id)/refusal", [("reason", "No")]).status == 303)
    }

    @Test func `who leaves hands over to several in turn, and is let in no more by who administers alone`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let (anna, boris) = (try await gateway.person("anna"), try await gateway.person("boris"))
        let browser = try await Browser.signIn(gateway, language: "en")
        let path = "/users/\(Self.id)/offboarding"
        let page = try await browser.get(path).text
        #expect(page.contains("name=\"deactivates\"") && page.contains("Customers") && page.contains("name=\"deputies\""))
        var wish = [
            ("key", try Self.key(page)), ("receivers", "anna, boris"), ("teams", "boris"), ("deactivates", "on"),
            ("reason", "Leaves"),
        ]
        #expect(try await browser.post(path, wish).location == "/reassignments/\(Self.id)")
        let asked = try #require(fake.changes.last?.body)
        #expect(asked["rule"]?["kind"]?.string == "round-robin" && asked["deactivates"]?.bool == true)
        let targets = asked["rule"]?["targets"]?.array?.compactMap { $0["userID"]?.string }
        #expect(targets == [anna.description, boris.description] && asked["teamsTo"]?.string == boris.description)
        wish[1].1 = "anna"
        _ = try await browser.post(path, wish)
        #expect(fake.changes.last?.body["rule"]?["kind"]?.string == "one")
        wish[1].1 = "anna, nobody-here"
        #expect(try await browser.post(path, wish).status == 422)
        try await gateway.addUser("head", password: "a long password", scopes: ["customers:read", "customers:assign"])
        let head = try await Browser.signIn(gateway, login: "head", password: "a long password", language: "en")
        let less = try await head.get(path)
        #expect(less.status == 200 && !less.text.contains("deactivates") && !less.text.contains("name=\"deputies\""))
    }

    @Test func `rules of queues are added, moved and removed, each by the version that was read`() async throws {
        let fake = FakeHandovers()
        let gateway = try await TestGateway(services: try fake.services())
        let unit = try await gateway.unit("North")
        let browser = try await Browser.signIn(gateway, language: "en")
        let rule = [
            ("version", "4"), ("do", "add"), ("kind", "person"), ("country", "fr"), ("source", ""), ("unitID", "\(unit)"),
        ]
        #expect(try await browser.post("/queue-rules", rule).status == 303)
        let asked = try #require(fake.changes.last)
        #expect(asked.version == "\"4\"" && asked.body["rules"]?.array?.count == 3 && asked.body["version"] == nil)
        #expect(asked.body["rules"]?.array?.last?["country"]?.string == "FR")
        #expect(try await browser.post("/queue-rules", [("version", "4"), ("do", "up"), ("place", "1")]).status == 303)
        #expect(fake.changes.last?.body["rules"]?.array?.first?["kind"] == nil)
        #expect(try await browser.post("/queue-rules", [("version", "4"), ("do", "remove"), ("place", "0")]).status == 303)
        #expect(fake.changes.last?.body["rules"]?.array?.count == 1)
        #expect(try await browser.post("/queue-rules", [("version", "3"), ("do", "remove"), ("place", "0")]).status == 412)
        #expect(try await browser.post("/queue-rules", [("version", "4"), ("do", "remove"), ("place", "9")]).status == 400)
        #expect(try await browser.post("/queue-rules", rule.map { $0.0 == "country" ? ("country", "France") : $0 }).status == 422)
    }
}
