import ContactsAPI
import Core
import Database
import Events
import GatewayAPI
import HTTP
import JSON
import NotificationsAPI
import Observability
import OrdersAPI
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct NoticeTests {
    private static let password = "a long password"

    private func person(_ gateway: TestGateway, _ login: String, _ scopes: Set<String> = []) async throws -> (User, Browser) {
        let user = try await gateway.addUser(login, password: Self.password, scopes: scopes, language: "en")
        return (user, try await Browser.signIn(gateway, login: login, password: Self.password, language: "en"))
    }

    private func notices(_ browser: Browser) async throws -> [JSONValue] {
        try await browser.send(.get, NoticeRoutes.path).json["items"]?.array ?? []
    }

    private func kinds(_ browser: Browser) async throws -> [String] {
        try await notices(browser).compactMap { $0["kind"]?.string }
    }

    @Test(arguments: Engine.required) func `a rejected event is in the bell of those who may retry it, once an hour for a shop`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (_, clerk) = try await person(gateway, "clerk", ["intake:write", "intake:read"])
        let (_, other) = try await person(gateway, "other", ["intake:read"])
        let told = IntakeTold(id: "17", source: "urn:shop:1", code: "sum-mismatch", at: gateway.clock.now())
        try await gateway.hear(OrdersEvents.eventRejected, told)
        #expect(try await notices(clerk).map { $0["path"]?.string } == ["/intake/rejected/17"])
        #expect(try await notices(other).isEmpty)
        try await gateway.hear(
            OrdersEvents.eventRejected, IntakeTold(id: "18", source: "urn:shop:1", code: nil, at: gateway.clock.now()))
        try await gateway.hear(
            OrdersEvents.eventRejected, IntakeTold(id: "19", source: "urn:shop:2", code: nil, at: gateway.clock.now()))
        #expect(try await notices(clerk).map { $0["times"]?.int } == [1, 2])
        #expect(try await clerk.get("/intake").text.contains("Notifications, 2 unread"))
        #expect(try await clerk.get("/notifications").text.contains("2 events were rejected · shop urn:shop:1"))
        #expect(try await other.get("/intake").text.contains("aria-label=\"Notifications\""))
    }

    @Test(arguments: Engine.required) func `an event that is delivered twice rings once`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let (_, clerk) = try await person(gateway, "clerk", ["intake:write"])
        let told = IntakeTold(id: "17", source: "urn:shop:1", code: nil, at: gateway.clock.now())
        let event = gateway.event(OrdersEvents.eventRejected, told)
        try await gateway.consume([event, event])
        try await gateway.consume([event])
        #expect(try await notices(clerk).map { $0["times"]?.int } == [1])
    }

    @Test(arguments: Engine.required) func `each is read by one person for himself, alone or with all others`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let (_, one) = try await person(gateway, "one", ["intake:write"])
        let (_, two) = try await person(gateway, "two", ["intake:write"])
        for number in 1...3 {
            gateway.clock.advance(seconds: 3600)
            try await gateway.hear(
                OrdersEvents.eventRejected,
                IntakeTold(id: "\(number)", source: "urn:shop:1", code: nil, at: gateway.clock.now()))
        }
        let first = try #require(try await notices(one).last?["id"]?.string)
        #expect(try await one.send(.post, "\(NoticeRoutes.path)/\(first)/read").status == 204)
        #expect(try await notices(one).map { $0["isRead"]?.bool } == [false, false, true])
        #expect(try await notices(two).map { $0["isRead"]?.bool } == [false, false, false])
        // Following it reads it.
        let newest = try #require(try await notices(one).first?["id"]?.string)
        #expect(try await one.get("/notifications/\(newest)").location == "/intake/rejected/3")
        #expect(try await notices(one).map { $0["isRead"]?.bool } == [true, false, true])
        #expect(try await one.post("/notifications/read", []).status == 303)
        #expect(try await one.get("/docs").text.contains("aria-label=\"Notifications\""))
        #expect(try await two.get("/docs").text.contains("Notifications, 3 unread"))
        gateway.clock.advance(seconds: 3600)
        try await gateway.hear(
            OrdersEvents.eventRejected, IntakeTold(id: "4", source: "urn:shop:1", code: nil, at: gateway.clock.now()))
        #expect(try await notices(one).map { $0["isRead"]?.bool } == [false, true, true, true])
    }

    @Test(arguments: Engine.required) func `a request rings for who answers it, and the answer for who asked`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let (owner, ownersBrowser) = try await person(gateway, "owner", ["customers:read"])
        let (asker, askersBrowser) = try await person(gateway, "asker", ["customers:read"])
        let request = AccessRequestResource(
            id: gateway.ids.next(), accountID: AccountID(FakeResources.id), accountName: "Anna Kim", requesterID: asker.id,
            requesterName: "asker", access: .view, reason: "She calls me.",
            course: RequestCourse(openedAt: gateway.clock.now()))
        try await gateway.hear(
            ContactsEvents.accessRequested,
            AccessRequestChanged(
                accountID: request.accountID, request: request, ownerID: owner.id, at: gateway.clock.now(), by: Self.actor))
        #expect(try await kinds(ownersBrowser) == ["access-asked"])
        #expect(try await kinds(askersBrowser) == [])
        let page = try await ownersBrowser.get("/notifications").text
        #expect(page.contains("asker asks for access to Anna Kim") && page.contains("She calls me."))
        let answered = AccessRequestResource(
            id: request.id, accountID: request.accountID, accountName: "Anna Kim", requesterID: asker.id, requesterName: "asker",
            access: .view, reason: "She calls me.",
            course: request.course.answered(.refused, by: Self.actor, at: gateway.clock.now(), answer: "She does not."))
        try await gateway.hear(
            ContactsEvents.accessAnswered,
            AccessRequestChanged(
                accountID: request.accountID, request: answered, ownerID: nil, at: gateway.clock.now(), by: Self.actor))
        #expect(try await kinds(askersBrowser) == ["access-answered"])
        #expect(try await askersBrowser.get("/notifications").text.contains("She does not."))
        // Nothing is left to do for the owner, so it counts no more.
        #expect(try await ownersBrowser.get("/notifications").text.contains("settled"))
        #expect(try await ownersBrowser.get("/docs").text.contains("aria-label=\"Notifications\""))
    }

    @Test func `a large export rings for all who may approve it, but not for who asked`() async throws {
        let gateway = try await TestGateway()
        let (asker, askersBrowser) = try await person(gateway, "asker", ["customers:administer"])
        let (_, approver) = try await person(gateway, "approver", ["customers:administer"])
        let json: JSONValue = [
            "request": [
                "id": .string(gateway.ids.next().description), "requesterID": .string(asker.id.description),
                "requesterName": "asker", "format": "csv", "reason": "Letters", "leaving": 20_000, "seen": 20_000,
                "state": "open", "createdAt": "2026-01-01T00:00:00Z",
            ], "at": "2026-01-01T00:00:00Z", "by": ["kind": "person", "id": .string(asker.id.description), "name": "asker"],
        ]
        try await gateway.consume([gateway.event(ContactsEvents.exportRequested, json)])
        #expect(try await kinds(approver) == ["export-asked"])
        #expect(try await kinds(askersBrowser) == [])
        #expect(try await approver.get("/notifications").text.contains("asker asks for an export of 20,000 customers"))
    }

    @Test func `a customer that comes to one rings, many at once ring once, and what one did oneself does not`() async throws {
        let gateway = try await TestGateway()
        let (user, browser) = try await person(gateway, "seller", ["customers:read"])
        let unit = gateway.ids.next()
        func give(_ name: String, by actor: ActorResource, in reassignment: ID? = nil) async throws {
            let holder = HolderResource(userID: user.id, userName: "seller", unitID: unit, unitName: nil)
            let queue = HolderResource(userID: nil, userName: nil, unitID: unit, unitName: nil)
            try await gateway.hear(
                ContactsEvents.ownerChanged,
                AccountOwnerChanged(
                    accountID: AccountID(gateway.ids.next()), name: name, from: queue, to: holder, way: .assigned,
                    reason: "Knows him",
                    at: gateway.clock.now(), by: actor, reassignmentID: reassignment, version: 2))
        }
        try await give("Own", by: ActorResource(kind: "person", id: user.id.description, name: "seller"))
        #expect(try await notices(browser).isEmpty)
        try await give("Anna Kim", by: Self.actor)
        #expect(try await browser.get("/notifications").text.contains("Your customer now: Anna Kim"))
        let many = gateway.ids.next()
        for number in 1...5 { try await give("Customer \(number)", by: Self.actor, in: many) }
        #expect(try await notices(browser).map { $0["times"]?.int } == [5, 1])
        #expect(try await browser.get("/notifications").text.contains("5 customers are yours now"))
    }

    @Test func `a mail of unknown fate waits for a decision until it is there`() async throws {
        let gateway = try await TestGateway()
        let (_, clerk) = try await person(gateway, "clerk", ["mails:write", "mails:read"])
        let mail = MailOutcome(
            mailID: MailID(FakeResources.id), intent: "order", kind: MailResource.kinds[0], accountID: nil, orderID: nil,
            subject: "Order", at: gateway.clock.now(), reason: nil)
        try await gateway.hear(NotificationEvents.mailUncertain, mail)
        #expect(try await notices(clerk).map { $0["path"]?.string } == ["/mails/\(FakeResources.id)"])
        try await gateway.hear(NotificationEvents.mailSent, mail)
        #expect(try await notices(clerk).first?["settledAt"]?.string != nil)
    }

    @Test func `what happens to one's ways to sign in rings, also without a mail address`() async throws {
        let gateway = try await TestGateway()
        let (_, browser) = try await person(gateway, "clerk")
        let changed = try await browser.post(
            "/me/password", [("current", Self.password), ("new", "another long password"), ("again", "another long password")])
        let fresh = try browser.rotated(by: changed)
        #expect(try await kinds(fresh) == ["security"])
        #expect(try await fresh.get("/notifications").text.contains("Your password was changed"))
    }

    @Test(arguments: Engine.required) func `they are kept for the days that the setting says`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine, settings: [NoticeParts.days.name: "10"])
        let (_, clerk) = try await person(gateway, "clerk", ["intake:write"])
        for days in [0, 6, 5] {
            gateway.clock.advance(seconds: Double(days) * 86_400)
            try await gateway.hear(
                OrdersEvents.eventRejected, IntakeTold(id: "1", source: "s", code: nil, at: gateway.clock.now()))
        }
        try await ForgetNotices(database: gateway.database, clock: gateway.clock, days: 10)()
        let fresh = try await Browser.signIn(gateway, login: "clerk", password: Self.password, language: "en")
        #expect(try await kinds(fresh).count { $0 == "event-rejected" } == 2)
        _ = clerk
    }

    @Test func `an open page is told at once, and only of its own person's bell`() async throws {
        let gateway = try await TestGateway()
        let (_, clerk) = try await person(gateway, "clerk", ["intake:write"])
        let (_, other) = try await person(gateway, "other", ["orders:read"])
        let (mine, theirs) = (try await clerk.live(["notifications"]), try await other.live(["notifications", "orders"]))
        try await gateway.tell(NoticeEvents.changed, key: "holders/intake:write")
        #expect(try await mine.next() == ["notifications"])
        try await gateway.tell(OrdersEvents.orderPaid, key: FakeResources.id)
        #expect(try await theirs.next() == ["orders"])
        #expect(try await clerk.get("/notifications/bell").text.contains("data-live=\"notifications\""))
    }

    @Test func `nobody reads the notices of others, and a program that is nobody has none`() async throws {
        let gateway = try await TestGateway()
        let (_, clerk) = try await person(gateway, "clerk", ["intake:write"])
        let (_, other) = try await person(gateway, "other")
        try await gateway.hear(OrdersEvents.eventRejected, IntakeTold(id: "1", source: "s", code: nil, at: gateway.clock.now()))
        let id = try #require(try await notices(clerk).first?["id"]?.string)
        #expect(try await other.send(.post, "\(NoticeRoutes.path)/\(id)/read").status == 404)
        #expect(try await other.get("/notifications/\(id)").status == 404)
        #expect(try await other.post("/notifications/\(id)/answer", [("decision", "approve")]).status == 404)
        let token = try await gateway.token(["*"])
        #expect(try await gateway.get(NoticeRoutes.path, token: token).code == "needs-a-user")
    }

    private static let actor = ActorResource(
        kind: "person", id: ID(high: 0x0190_0000_0000_7000, low: 9).description, name: "Boss")
}

extension TestGateway {
    func event(_ type: String, _ data: some JSONWritable) -> Record {
        let service = type.split(separator: ".")[1]
        let id = ids.next().description
        return Envelope.record(
            Event(id: id, source: "/\(service)", type: type, key: id, time: clock.now(), data: data.json()),
            topic: "crm.\(service).v1")
    }

    /// As the service's consumer gets them.
    func consume(_ records: [Record]) async throws {
        let consumer = ServiceConsumer(
            name: "crm.gateway", database: database, subscriptions: module.subscriptions, clock: clock, logger: .silent,
            metrics: .init())
        try await consumer.apply(records)
        #expect(try await database.read { tx in try tx.first("SELECT reason FROM parked_events") { $0.text(0) } } == nil)
    }

    func hear(_ type: String, _ data: some JSONWritable) async throws { try await consume([event(type, data)]) }
}
