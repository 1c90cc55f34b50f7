import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import NotificationsAPI
import OrdersAPI
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct LiveTests {
    private static let customer = FakeResources.id

    @Test(arguments: [
        ("orders", true), ("order/\(FakeResources.id)", true), ("customers", true), ("mail/\(FakeResources.id)", true),
        ("order", false), ("orders/\(FakeResources.id)", false), ("order/7", false), ("order/\(FakeResources.id)/x", false),
        ("", false), ("/", false), ("everything", false),
    ])
    func `a page names what it watches as it is written`(text: String, isOne: Bool) {
        #expect((LiveThing(text) != nil) == isOne)
        #expect(LiveThing(text)?.text == (isOne ? text : nil))
    }

    @Test func `whoever watches is told what changed, and of nothing else`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let hidden = gateway.ids.next()
        let stream = try await browser.live([
            "orders", "customer/\(Self.customer)", "customer/\(hidden)", "order/\(Self.customer)",
        ])
        // Of another customer, and of one that the services do not show.
        try await gateway.tell(ContactsEvents.accountChanged, key: gateway.ids.next())
        try await gateway.tell(ContactsEvents.accountChanged, key: hidden)
        try await gateway.tell(ContactsEvents.accountChanged, key: Self.customer)
        #expect(try await stream.next() == ["customer/\(Self.customer)"])
        try await gateway.tell(OrdersEvents.orderPaid, key: Self.customer)
        #expect(try await stream.next() == ["order/\(Self.customer)", "orders"])
        try await gateway.tell(
            OrdersEvents.orderPaid, key: gateway.ids.next(), data: #"{"customerRef":{"accountID":"\#(Self.customer)"}}"#)
        #expect(try await stream.next() == ["customer/\(Self.customer)", "orders"])
        try await gateway.tell(
            NotificationEvents.mailSent, key: gateway.ids.next(),
            data: #"{"mailID":"\#(gateway.ids.next())","accountID":"\#(Self.customer)"}"#)
        #expect(try await stream.next() == ["customer/\(Self.customer)"])
    }

    @Test func `what changes many times at once is told once, and once more a second later`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let stream = try await browser.live(["orders"])
        for _ in 0..<50 { try await gateway.tell(OrdersEvents.orderPaid, key: gateway.ids.next()) }
        #expect(try await stream.next() == ["orders"])
        let again = try await during(gateway.module.background) { try await stream.next() }
        #expect(again == ["orders"])
    }

    @Test func `a page that was drawn before something changed is told so when its stream opens`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get("/orders").text
        let place = String(try #require(page.firstMatch(of: #/data-live-from="([^"]+)"/#)).1)
        try await gateway.tell(OrdersEvents.orderPaid, key: Self.customer)
        let stream = try await browser.live(["orders", "products"], from: place)
        #expect(try await stream.next() == ["orders"])
        // Another process knows nothing of that place, and so says that everything may have changed.
        let other = try await browser.live(["orders", "products"], from: "\(gateway.ids.next()).1")
        #expect(try await other.next() == ["orders", "products"])
    }

    @Test func `who may not see something hears nothing of it`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("clerk", password: "a long password", scopes: ["products:read"])
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password")
        let stream = try await clerk.live(["orders", "order/\(Self.customer)", "products"])
        try await gateway.tell(OrdersEvents.orderPaid, key: Self.customer)
        try await gateway.tell(OrdersEvents.productChanged, key: Self.customer)
        #expect(try await stream.next() == ["products"])
        #expect(!gateway.asked.targets.contains("/v1/orders/\(Self.customer)"))
        #expect(try await gateway.get("/live?watch=orders").status == 401)
        let token = try await gateway.token(["*"])
        #expect(try await gateway.get("/live?watch=orders", token: token).code == "session-required")
    }

    @Test func `a stream ends with the session, and when the person's rights change`() async throws {
        let gateway = try await TestGateway()
        let user = try await gateway.addUser("clerk", password: "a long password", scopes: ["orders:read"])
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password")
        let admin = try await Browser.signIn(gateway)
        let (one, other) = (try await clerk.live(["orders"]), try await admin.live(["orders"]))
        try await during(gateway.module.background) {
            _ = try await admin.post("/signout", [])
            #expect(try await other.next() == nil)
            try await gateway.database.write { tx in
                for assignment in try AssignmentStore().list(of: user.id, in: tx) {
                    try AssignmentStore().delete(assignment.id, in: tx)
                }
            }
            #expect(try await one.next() == nil)
        }
    }

    @Test func `who sees a customer may be others after a change of owner, so all ask anew`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let stream = try await browser.live(["customer/\(Self.customer)"])
        try await gateway.tell(ContactsEvents.ownerChanged, key: Self.customer)
        #expect(try await stream.next() == ["customer/\(Self.customer)"])
        #expect(try await stream.next() == nil)
    }

    @Test func `nobody holds more streams than allowed, nor watches more than a page shows`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        var open: [LiveReader] = []
        for _ in 0..<LiveHub.mostOfOne { open.append(try await browser.live(["orders"])) }
        #expect(try await browser.send(.get, "/live?watch=orders").code == "too-many-streams")
        // Whoever goes away makes room.
        open.removeLast()
        try await eventually("there is room") {
            (try? await browser.live(["orders"])) != nil
        }
        let many = (0...LiveRoutes.mostThings).map { "watch=order/\(ID(high: UInt64($0), low: 1))" }.joined(separator: "&")
        #expect(try await browser.send(.get, "/live?\(many)").code == "too-many-watches")
        #expect(try await browser.send(.get, "/live?watch=passwords").code == "bad-watch")
    }

    @Test func `who looks at a customer sees who else does, and that he comes and goes`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("Anna", password: "a long password", scopes: ["customers:read"], language: "en")
        try await gateway.addUser("clerk", password: "a long password", scopes: ["orders:read"], language: "en")
        let admin = try await Browser.signIn(gateway, language: "en")
        let anna = try await Browser.signIn(gateway, login: "Anna", password: "a long password", language: "en")
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password", language: "en")
        let card = "/customers/\(Self.customer)"
        let watched = ["lookers/\(Self.customer)"]
        let mine = try await admin.live(watched)
        #expect(try await admin.get(card).text.contains("looking at this too") == false)
        let hers = try await anna.live(watched)
        #expect(try await mine.next() == watched)
        #expect(try await admin.get(card).text.contains("Anna is looking at this too"))
        #expect(try await admin.get(card + "/lookers").text.contains("Anna is looking at this too"))
        #expect(try await anna.get(card + "/lookers").text.contains("Administrator is looking at this too"))
        // Of another customer nobody looks at, and for whoever may not see it there is nothing.
        #expect(try await admin.get("/customers/\(gateway.ids.next())/lookers").status == 404)
        #expect(try await clerk.get(card + "/lookers").status == 403)
        _ = hers
    }

    @Test func `a process that stops ends its streams and takes no new ones`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let stream = try await browser.live(["orders"])
        gateway.module.stopping()
        #expect(try await stream.next() == nil)
        #expect(try await browser.send(.get, "/live?watch=orders").code == "stopping")
    }

    @Test func `what a page asks by itself keeps nobody signed in`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        gateway.clock.advance(seconds: 5 * 3600)
        let asked = try await gateway.send(
            .get, "/orders", fields: [("Cookie", browser.cookie), ("Accept", "text/html"), ("X-Live", "1")])
        #expect(asked.status == 200)
        _ = try await browser.live(["orders"], from: "here.1")
        gateway.clock.advance(seconds: 4 * 3600)
        #expect(try await browser.get("/orders").status == 303)
    }
}

/// One open stream, as a browser reads it.
final class LiveReader: Sendable {
    private let body: HTTPBodyStream

    init(_ body: HTTPBodyStream) { self.body = body }

    /// What changed, at the next event; beats are left out. `nil` at the end.
    func next() async throws -> [String]? {
        while let part = try await body.next() {
            let text = String(decoding: part, as: UTF8.self)
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("data: ") }) else { continue }
            return line.dropFirst(6).split(separator: " ").map(String.init)
        }
        return nil
    }

    /// Reads until the stream stands.
    func begin() async throws -> LiveReader {
        _ = try #require(try await body.next())
        return self
    }
}

extension Browser {
    /// Opens a stream and waits until it stands.
    func live(_ things: [String], from place: String? = nil) async throws -> LiveReader {
        let start = if let place { place } else { try await self.place() }
        let query = (things.map { "watch=\(PercentText.encoded($0))" } + ["from=\(PercentText.encoded(start))"])
            .joined(separator: "&")
        var request = HTTPRequest(
            method: .get, target: "/live?\(query)",
            fields: [("Host", "crm.example"), ("Cookie", cookie), ("Accept", "text/event-stream")])
        request.remoteAddress = "192.0.2.7"
        let handler = try #require(gateway.module.handler)
        let response = try await handler(request)
        guard case .stream(let body) = response.body, response.status == 200 else {
            throw Refusal(.failed, "no-stream", "It answered \(response.status).")
        }
        #expect(response.fields["Content-Type"] == "text/event-stream")
        #expect(response.fields["Cache-Control"] == "no-store")
        return try await LiveReader(body).begin()
    }

    /// Where a page that is drawn now begins.
    private func place() async throws -> String {
        let page = try await get("/docs").text
        return String(try #require(page.firstMatch(of: #/data-live-from="([^"]+)"/#)).1)
    }
}

extension TestGateway {
    /// As the transport hands over what a service told.
    func tell(_ type: String, key: some CustomStringConvertible, data: String = "{}") async throws {
        let service = type.split(separator: ".")[1]
        let event = Event(
            id: ids.next().description, source: "/\(service)", type: type, key: key.description, time: clock.now(),
            data: Array(data.utf8))
        let record = Envelope.record(event, topic: "crm.\(service).v1")
        for listener in module.listeners where listener.topics.contains(record.topic) { try await listener.apply([record]) }
    }
}
