import ContactsPages
import Core
import Database
import HTTP
import JSON
import OrdersPages
import TestKit
import Testing

@testable import Gateway

@Suite struct SavedViewTests {
    private static let path = "/v1/me/views"

    private struct People {
        let gateway: TestGateway
        let north: ID
        let admin: Browser
        /// Manages north; Boris works below it, Clara elsewhere.
        let anna: Browser
        let boris: Browser
        let clara: Browser

        init(_ engine: Engine) async throws {
            let gateway = try await TestGateway(engine)
            var ids: [String: ID] = [:]
            for login in ["anna", "boris", "clara"] {
                ids[login] = try await gateway.addUser(
                    login, password: "a long password", scopes: ["customers:read", "orders:read"]
                ).id
            }
            let north = try await gateway.unit("North", manager: ids["anna"])
            let harbour = try await gateway.unit("Harbour", under: north)
            let membership = Membership(
                id: gateway.ids.next(), unitID: harbour, userID: try #require(ids["boris"]), from: gateway.clock.now(),
                until: nil,
                version: 1)
            try await gateway.database.write { tx in try MembershipStore().insert(membership, in: tx) }
            func signIn(_ login: String) async throws -> Browser {
                try await Browser.signIn(gateway, login: login, password: "a long password", language: "en")
            }
            (anna, boris, clara) = (try await signIn("anna"), try await signIn("boris"), try await signIn("clara"))
            admin = try await Browser.signIn(gateway)
            (self.gateway, self.north) = (gateway, north)
        }
    }

    private static func body(_ name: String, query: String = "owner=none", _ more: String = "", list: String = "customers")
        -> String
    {
        #"{"list":"\#(list)","name":"\#(name)","query":"\#(query)"\#(more)}"#
    }

    private static func names(_ browser: Browser, list: String = "customers") async throws -> [String] {
        let answer = try await browser.send(.get, path + "?list=\(list)").json
        return (answer["items"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    private static func keep(_ browser: Browser, _ body: String, key: String) async throws -> TestGateway.Answer {
        try await browser.send(.post, path, body, [("Idempotency-Key", key)])
    }

    @Test(arguments: Engine.required)
    func `a view is kept, shared with a unit and all below it or with everybody, and seen by them alone`(_ engine: Engine)
        async throws
    {
        let people = try await People(engine)
        let unit = #","audience":"unit","unitID":"\#(people.north)""#
        #expect(try await Self.keep(people.anna, Self.body("Own"), key: "1").status == 201)
        #expect(try await Self.keep(people.anna, Self.body("Of north", unit), key: "2").status == 201)
        #expect(try await Self.keep(people.admin, Self.body("For all", #","audience":"all""#), key: "3").status == 201)
        #expect(
            try await Self.keep(people.anna, Self.body("Orders", query: "state=unpaid", list: "orders"), key: "4").status == 201)
        #expect(try await Self.names(people.anna) == ["Of north", "Own", "For all"])
        #expect(try await Self.names(people.anna, list: "orders") == ["Orders"])
        #expect(try await Self.names(people.boris) == ["For all", "Of north"])
        #expect(try await Self.names(people.clara) == ["For all"])
        // The same wish again makes nothing, another under its name is told.
        #expect(try await Self.keep(people.anna, Self.body("Own"), key: "1").status == 200)
        #expect(try await Self.keep(people.anna, Self.body("Other"), key: "1").status == 409)
        for (body, key) in [(#","audience":"all""#, "5"), (#","audience":"unit","unitID":"\#(UnitTree.root)""#, "6")] {
            let answer = try await Self.keep(people.anna, Self.body("Mine", body), key: key)
            #expect(answer.status == 403 && answer.code == "not-yours-to-share")
        }
    }

    @Test(arguments: Engine.required)
    func `whose it is changes and removes it with its version; others may only use it`(_ engine: Engine) async throws {
        let people = try await People(engine)
        let made = try await Self.keep(people.anna, Self.body("A", #","audience":"unit","unitID":"\#(people.north)""#), key: "1")
        let own = try await Self.keep(people.anna, Self.body("B"), key: "2")
        let (id, hidden) = (try made.id, try own.id)
        let new = Self.body("A2", query: "sort=-name&kind=company&owner=&q=%D1%83", #","columns":["phone","owner"]"#)
        func put(_ browser: Browser, version: Int?) async throws -> TestGateway.Answer {
            try await browser.send(.put, "\(Self.path)/\(id)", new, version.map { [("If-Match", "\"\($0)\"")] } ?? [])
        }
        #expect(try await put(people.boris, version: 1).code == "not-yours")
        #expect(try await put(people.clara, version: 1).status == 404)
        #expect(try await put(people.anna, version: nil).status == 428)
        let changed = try await put(people.anna, version: 1)
        #expect(changed.status == 200 && changed.fields["ETag"] == "\"2\"")
        // In one order, without what is empty.
        #expect(try changed.json["query"]?.string == "q=%D1%83&kind=company&sort=-name")
        #expect(try changed.json["columns"]?.array?.compactMap(\.string) == ["owner", "phone"])
        #expect(try await put(people.anna, version: 1).status == 412)
        // It is no longer of the unit.
        #expect(try await people.boris.send(.get, "\(Self.path)/\(id)").status == 404)
        for browser in [people.boris, people.clara] {
            #expect(try await browser.send(.delete, "\(Self.path)/\(hidden)", nil, [("If-Match", "\"1\"")]).status == 404)
        }
        #expect(try await people.anna.send(.delete, "\(Self.path)/\(id)", nil, [("If-Match", "\"2\"")]).status == 204)
        #expect(try await Self.names(people.anna) == ["B"])
    }

    @Test(arguments: [
        Self.body(""), Self.body("A", query: "cursor=x"), Self.body("A", query: "state=paid"),
        Self.body("A", #","columns":["secret"]"#), Self.body("A", #","audience":"unit""#), Self.body("A", list: "mails"),
        Self.body("A", query: String(repeating: "q", count: 1100)), Self.body(String(repeating: "A", count: 61)),
    ])
    func `what is no view of the list is refused`(_ body: String) async throws {
        let gateway = try await TestGateway()
        let admin = try await Browser.signIn(gateway)
        #expect(try await Self.keep(admin, body, key: "1").status == 422)
    }

    @Test func `a program has no views of its own`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(of: gateway.administrator)
        #expect(try await gateway.call(.get, Self.path + "?list=customers", as: token).code == "session-required")
    }

    @Test func `nobody keeps more than there are good for`() async throws {
        let gateway = try await TestGateway()
        let admin = try await Browser.signIn(gateway)
        for index in 0..<SavedView.most { #expect(try await Self.keep(admin, Self.body("V"), key: "\(index)").status == 201) }
        #expect(try await Self.keep(admin, Self.body("V"), key: "one more").code == "too-many")
    }

    // MARK: Pages

    @Test func `the parameters and columns of views are those of the lists' pages`() {
        #expect(ListName.customers.parameters == CustomerListView.kept && ListName.orders.parameters == OrderListView.kept)
        #expect(ListName.customers.columns == CustomerColumn.allCases.map(\.rawValue))
    }

    @Test func `by the forms of the list a view is saved, opened with, changed and removed`() async throws {
        let people = try await People(.sqlite)
        let start = try await people.boris.get("/customers?owner=none&sort=-createdAt&cursor=abc")
        PageRules.check(start.text, "/customers")
        let key = try #require(start.text.firstMatch(of: #/name="key" value="([^"]+)"/#)).1
        #expect(start.text.contains(#"name="query" value="owner=none&amp;sort=-createdAt&amp;cursor=abc""#) == false)
        let form = [("key", String(key)), ("list", "customers"), ("query", "owner=none&sort=-createdAt"), ("name", "Новые")]
        let saved = try await people.boris.post("/views", form)
        #expect(saved.status == 303)
        let address = try #require(saved.location)
        #expect(address.hasPrefix("/customers?owner=none&sort=-createdAt&view="))
        let page = try await people.boris.get(address.replacing("&done=view", with: ""))
        PageRules.check(page.text, address)
        #expect(page.text.contains("aria-current=\"page\">Новые"))
        let id = String(try #require(address.firstMatch(of: #/view=([^&]+)/#)).1)

        // The list opens with it, and not for others.
        #expect(try await people.boris.post("/views/\(id)", [("version", "1"), ("do", "open")]).status == 303)
        #expect(try await people.boris.get("/customers").location?.contains("view=\(id)") == true)
        #expect(try await people.boris.get("/customers?view=all").status == 200)
        #expect(try await people.clara.get("/customers").status == 200)

        // What is shown now is kept under another name.
        let other = [
            ("version", "1"), ("do", "save"), ("name", "Моя очередь"), ("keep", "on"), ("list", "customers"),
            ("query", "owner=me&view=\(id)"), ("columns", "phone"),
        ]
        #expect(try await people.boris.post("/views/\(id)", other).status == 422)
        let right = other.map { $0.0 == "query" ? ("query", "owner=me") : $0 }
        #expect(
            try await people.boris.post("/views/\(id)", right).location?.hasPrefix("/customers?owner=me&columns=phone&view=")
                == true)
        let stale = try await people.boris.post("/views/\(id)", right)
        #expect(stale.status == 412 && stale.text.contains("Somebody changed this meanwhile"))
        #expect(try await people.clara.post("/views/\(id)", [("version", "2"), ("do", "remove")]).status == 404)
        #expect(
            try await people.boris.post("/views/\(id)", [("version", "2"), ("do", "remove")]).location?.contains("view=all")
                == true)
        #expect(try await people.boris.get("/customers").status == 200)
    }

    @Test func `columns are each person's own, until he wants the list's`() async throws {
        let people = try await People(.sqlite)
        #expect(try await people.anna.get("/customers").text.contains(">Mail<"))
        let form = [("column-phone", "on"), ("column-unit", "on"), ("column-secret", "on"), ("query", "owner=me&columns=owner")]
        let answer = try await people.anna.post("/lists/customers/columns", form)
        #expect(answer.location == "/customers?owner=me&done=columns")
        let page = try await people.anna.get("/customers").text
        #expect(page.contains(">Phone<") && page.contains(">Unit<") && !page.contains("mailto:"))
        #expect(try await people.boris.get("/customers").text.contains("mailto:"))
        // An address that says columns means these.
        #expect(try await people.anna.get("/customers?columns=mail").text.contains("mailto:"))
        _ = try await people.anna.post("/lists/customers/columns", [("do", "standard")])
        #expect(try await people.anna.get("/customers").text.contains("mailto:"))
        #expect(try await people.anna.post("/lists/mails/columns", []).status == 404)
    }

    @Test func `orders have views, too, beside their states`() async throws {
        let people = try await People(.sqlite)
        let form = [("key", "1"), ("list", "orders"), ("query", "state=unpaid&owner=me"), ("name", "Мои долги")]
        let address = try #require(try await people.anna.post("/views", form).location)
        #expect(address.hasPrefix("/orders?state=unpaid&owner=me&view="))
        let page = try await people.anna.get(address).text
        #expect(page.contains("aria-current=\"page\">Мои долги") && page.ranges(of: "aria-current=\"page\"").count == 2)
        PageRules.check(page, address)
        #expect(
            people.gateway.asked.targets.contains("/v1/orders?state=unpaid&owner=me&sort=-placedAt"))
    }
}
