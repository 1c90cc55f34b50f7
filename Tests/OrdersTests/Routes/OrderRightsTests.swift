import Access
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Observability
import OrdersAPI
import ServiceKit
import TestKit
import Testing

@testable import Orders

/// Every door of the orders is compared with `AccessPolicy`, for an order of every standing and viewers of every kind.
@Suite struct OrderRightsTests {
    /// One order of each standing, which every word of it can be told by.
    struct Room: Sendable {
        let bench: OrderBench
        let standings = RightsMatrix.standings(now: OrderBench.now)
        /// By the standing's name.
        let orders: [String: OrderID]

        init(_ engine: Engine) async throws {
            let bench = try await OrderBench(engine)
            var orders: [String: OrderID] = [:]
            for (index, standing) in standings.enumerated() {
                guard case .object(var data) = ShopWords.placed(["1@\(Self.price + index)"], number: standing.name) else {
                    continue
                }
                for member in try JSONValue.parse(Array(Self.details(standing.name).utf8)).object?.members ?? [] {
                    data.set(member.key, member.value)
                }
                let order = try #require(try await bench.tell("shop.order.placed.v1", .object(data)).orderID)
                #expect(try await bench.tell("pay=REF\(standing.name) 10", number: standing.name).isAccepted)
                orders[standing.name] = order
                guard let account = standing.account else { continue }
                try await bench.database.write { try LinkOrder().perform(order, account: account, in: $0) }
            }
            try await bench.database.write { try RightsMatrix.keep(now: OrderBench.now, in: $0) }
            (self.bench, self.orders) = (bench, orders)
        }

        static let price = 7_770_100

        static func details(_ name: String) -> String {
            """
            {"customer": {"shopId": "SHOPID\(name)", "email": "\(name)@mail.example", "phone": "+4930\(name.utf8.count)77001",
                "taxId": "TAXID\(name)", "name": "Buyer \(name)", "company": {"name": "Firm", "taxId": "FIRMTAX\(name)"},
                "consents": [{"purpose": "new-products", "channel": "email", "givenAt": "2026-01-01T00:00:00Z"}],
                "interests": ["INTEREST\(name)"]},
             "billingAddress": {"country": "DE", "city": "BILLCITY\(name)"},
             "shippingAddress": {"country": "DE", "lines": ["SHIPLINE\(name)"]}, "note": "NOTE\(name)"}
            """
        }

        /// Words that only fields of all these groups have.
        func secrets(_ index: Int) -> [(word: String, groups: Set<FieldGroup>)] {
            let name = standings[index].name
            let contact = ["\(name)@mail.example", "77001", "Buyer \(name)", "BILLCITY\(name)", "SHIPLINE\(name)", "NOTE\(name)"]
            let identifiers = ["SHOPID\(name)", "TAXID\(name)", "FIRMTAX\(name)"]
            let money = ["\(Self.price + index)", "partly-paid", "\"payment\"", "\"paid\":", "\"currency\"", "\"taxIncluded\""]
            return contact.map { ($0, [.contact]) } + identifiers.map { ($0, [.identifiers]) } + money.map { ($0, [.money]) }
                + ["new-products", "INTEREST\(name)"].map { ($0, [.consents]) }
                + ["\"history\":", "\"eventId\""].map { ($0, [.history]) }
                + ["REF\(name)", "\"kind\":\"paid\""].map { ($0, [.money, .history]) }
        }

        func door(_ viewer: Viewer) throws -> Handler {
            try ServiceHandler.make(
                service: "orders", routes: OrderRoutes.routes(bench.lookup), ids: IdentifierSource(clock: SystemClock()),
                logger: .silent, metrics: Metrics()
            ) { _ in Caller(kind: .person, subject: "1", name: "Anna", scopes: ["orders:read"], viewer: viewer) }
        }
    }

    private static func get(_ door: Handler, _ target: String) async throws -> (status: Int, body: JSONValue, text: String) {
        let response = try await door(HTTPRequest(method: .get, target: target))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.status, try JSONValue.parse(bytes), String(decoding: bytes, as: UTF8.self))
    }

    /// The numbers on all pages of two.
    private static func numbers(_ door: Handler, _ query: String) async throws -> [String] {
        var (numbers, cursor): ([String], String) = ([], "")
        while true {
            let page = try await get(door, "/v1/orders?limit=2&\(query)\(cursor)").body
            numbers += (page["items"]?.array ?? []).compactMap { $0["number"]?.string }
            guard let next = page["next"]?.string else { return numbers }
            cursor = "&cursor=\(next)"
        }
    }

    @Test(arguments: Engine.required)
    func `every door shows the rows and fields that the rules allow, and nothing more`(_ engine: Engine) async throws {
        let room = try await Room(engine)
        for viewer in RightsMatrix.viewers(of: .order) {
            let door = try room.door(viewer)
            let decisions = room.standings.map { $0.decide(.view, .order, viewer, at: OrderBench.now) }
            let seen = zip(room.standings, decisions).filter(\.1.isAllowed)
            let names = Set(seen.map(\.0.name))
            let paid = Set(seen.filter { $0.1.shows(.money) }.map(\.0.name))
            #expect(Set(try await Self.numbers(door, "")) == names, "\(viewer)")
            #expect(Set(try await Self.numbers(door, "sort=number")) == names, "\(viewer)")
            #expect(Set(try await Self.numbers(door, "sort=-total")) == paid, "\(viewer)")
            #expect(Set(try await Self.numbers(door, "state=partly-paid")) == paid, "\(viewer)")
            #expect(Set(try await Self.numbers(door, "currency=EUR")) == paid, "\(viewer)")
            let mine = seen.filter { $0.0.facts?.owner == viewer.user }.map(\.0.name)
            #expect(Set(try await Self.numbers(door, "owner=me")) == Set(mine), "\(viewer)")
            #expect(Set(try await Self.numbers(door, "state=unshipped")) == names, "\(viewer)")
            for (index, (standing, decision)) in zip(room.standings, decisions).enumerated() {
                let id = try #require(room.orders[standing.name])
                let one = try await Self.get(door, "/v1/orders/\(id)")
                #expect(one.status == (decision.isAllowed ? 200 : 404), "\(standing.name) \(viewer)")
                let found = try await Self.get(door, "/v1/orders?number=\(standing.name)")
                #expect(found.body["items"]?.array == (decision.isAllowed ? [one.body] : []), "\(standing.name) \(viewer)")
                if decision.isAllowed { Self.check(one.text, one.body, decision, room, index) }
                guard let account = standing.account else { continue }
                #expect(
                    try await Self.numbers(door, "customer=\(account)") == (decision.isAllowed ? [standing.name] : []),
                    "\(standing.name) \(viewer)")
                let summary = try await Self.get(door, "/v1/order-summaries?customer=\(account)")
                #expect(summary.status == (decision.isAllowed ? 200 : 404), "\(standing.name) \(viewer)")
                guard decision.isAllowed else { continue }
                #expect((summary.body["orders"] == 1) == decision.shows(.money))
                #expect(summary.text.contains("\(Room.price + index)") == decision.shows(.money))
                #expect((summary.body["hidden"] == ["money"]) == !decision.shows(.money))
            }
        }
    }

    private static func check(_ text: String, _ body: JSONValue, _ decision: AccessDecision, _ room: Room, _ index: Int) {
        let hidden = (body["hidden"]?.array ?? []).compactMap(\.string)
        #expect(hidden == FieldGroup.allCases.filter { !decision.shows($0) }.map(\.rawValue))
        for (word, groups) in room.secrets(index) {
            #expect(text.contains(word) == groups.allSatisfy(decision.shows), "\(word) \(text)")
        }
    }

    @Test(arguments: Engine.required)
    func `an account's newest owner, unit and shares are kept from what contacts tells`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        let account = AccountID(ID(high: 5, low: 5))
        guard case .events(let types, let body) = ContactReactions.subscription().handling else { return #expect(Bool(false)) }
        #expect(types?.isSuperset(of: [ContactsEvents.accountCreated, ContactsEvents.accountChanged]) == true)
        let share = RecordFacts.Share(principal: RightsMatrix.clara, mayChange: true)
        let states: [(Int64, RecordFacts)] = [
            (1, RecordFacts(owner: nil, unit: RightsMatrix.south)),
            (3, RecordFacts(owner: RightsMatrix.anna, unit: RightsMatrix.north, shares: [share])),
            (2, RecordFacts(owner: RightsMatrix.boris, unit: RightsMatrix.south)),
        ]
        for (version, facts) in states {
            let told = AccountChanged(
                accountID: account, kind: "person", name: "Anna", language: nil, emails: [], phones: [], consents: [],
                interests: [], access: AccountAccess(facts), version: version)
            let event = Event(
                id: "\(version)", source: ContactsEvents.source, type: ContactsEvents.accountChanged, key: account.description,
                time: OrderBench.now, data: told.json())
            try await bench.database.write { tx in try body(event, tx) }
        }
        #expect(try await bench.database.read { try RecordAccessStore.facts(of: account.id, in: $0) } == states[1].1)
    }

    @Test func `an ETag is another for one who sees less`() async throws {
        let room = try await Room(.sqlite)
        let target = "/v1/orders/\(try #require(room.orders["OWN"]))"
        var tags: Set<String?> = []
        let less = Grant(role: "Less", resource: .order, actions: [.view], scope: .all, fields: [.money: .hidden])
        for viewer in [Viewer.everything(role: "Test"), Viewer(user: RightsMatrix.anna, grants: [less])] {
            tags.insert(try await room.door(viewer)(HTTPRequest(method: .get, target: target)).fields["ETag"])
        }
        #expect(tags.count == 2 && !tags.contains(nil))
    }
}
