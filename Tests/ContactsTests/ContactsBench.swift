import Access
import Audit
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Jobs
import Observability
import ServiceKit
import TestKit
import Testing

@testable import Contacts

/// The service over an empty database, told events as its consumer would tell them.
struct ContactsBench: Sendable {
    let database: any Database
    let module: ServiceModule
    let audit: AuditTrail
    let door: Handler
    let ids = IdentifierSource(clock: SystemClock())
    let metrics = Metrics()

    let clock: any WallClock

    static let migrations =
        EventMigrations.all + JobMigrations.all + AccessMigrations.all + AuditMigrations.all + ContactsModule.migrations

    /// `over` a database that is there already.
    init(
        _ engine: Engine, settings: Settings = Settings(), clock: any WallClock = SystemClock(), isAudited: Bool = true,
        over given: (any Database)? = nil
    ) async throws {
        self.clock = clock
        database =
            if let given { given } else { try await TestDatabase.make(engine, migrations: Self.migrations) }
        audit = AuditTrail(service: "contacts", database: database, ids: ids, metrics: Metrics())
        module = try await ContactsModule.make(
            Platform(
                name: "contacts", database: database, audit: audit,
                outbox: Outbox(source: ContactsEvents.source, topic: ContactsEvents.topic, clock: clock, ids: ids, wake: {}),
                jobs: JobQueue(clock: clock, ids: ids, wake: {}), clock: clock, ids: ids, settings: settings, logger: .silent,
                metrics: metrics, peers: Peers(), checks: [:], dataFolder: nil))
        door = try Self.door(of: module, audit: isAudited ? audit : nil, ids: ids)
    }

    func tell(_ event: Event) async throws {
        let topic = event.source == "/orders" ? "crm.orders.v1" : "crm.notifications.v1"
        for subscription in module.subscriptions where subscription.topic == topic {
            guard case .events(_, let body) = subscription.handling else { continue }
            try await database.write { tx in try body(event, tx) }
        }
    }

    /// An order with this customer is placed; returns the account it went to.
    @discardableResult
    func place(
        _ customer: String, order: ID? = nil, number: String? = nil, source: String = "urn:shop:one",
        placedAt: String = "2026-11-01T10:00:00Z", country: String? = nil
    ) async throws -> AccountID {
        let order = order ?? ids.next()
        try await tell(
            placed(customer, order: order, number: number ?? "n-\(order)", source: source, placedAt: placedAt, country: country))
        return try await account(of: order)
    }

    func placed(
        _ customer: String, order: ID, number: String, source: String = "urn:shop:one",
        placedAt: String = "2026-11-01T10:00:00Z", country: String? = nil
    ) -> Event {
        let address = country.map { #","shippingAddress":{"country":"\#($0)","city":"Миасс"}"# } ?? ""
        return event(
            "order.placed", order: order, number: number, source: source, placedAt: placedAt,
            members: """
                "receivedAt":"\(placedAt)","total":1500,"due":1500,"customer":\(customer),"channel":"web",
                "lines":[{"line":1,"sku":"a","quantity":"1","unitPrice":1500,"total":1500}]\(address)
                """)
    }

    /// An event of an order; `kind` is `order.shipped`.
    func event(
        _ kind: String, order: ID, number: String, source: String = "urn:shop:one", placedAt: String = "2026-11-01T10:00:00Z",
        members: String
    ) -> Event {
        let json = """
            {"orderID":"\(order)","source":"\(source)","number":"\(number)","placedAt":"\(placedAt)","currency":"GBP",
            "customerRef":{},"cause":{"eventSource":"\(source)","eventID":"\(kind)-\(number)"},\(members)}
            """
        return Event(
            id: ids.next().description, source: "/orders", type: "crm.orders.\(kind).v1", key: order.description,
            time: Timestamp("2026-11-02T00:00:00Z") ?? Timestamp(microseconds: 0), data: Array(json.utf8))
    }

    func notification(_ kind: String, _ json: String) -> Event {
        Event(
            id: ids.next().description, source: "/notifications", type: "crm.notifications.\(kind).v1",
            key: ids.next().description,
            time: Timestamp("2026-11-02T00:00:00Z") ?? Timestamp(microseconds: 0), data: Array(json.utf8))
    }

    func account(of order: ID) async throws -> AccountID {
        let found = try await database.read { tx in try OrderLinkStore.account(of: order, in: tx) }
        guard let found else { throw Refusal(.notFound, "not-linked", "The order has no account.") }
        return found
    }

    func account(_ id: AccountID) async throws -> Account {
        try #require(try await database.read { tx in try AccountStore.load(id, in: tx) })
    }

    var rights: CustomerRights { CustomerRights(organization: Organization(), clock: clock) }

    /// To one who may see everything.
    func list(
        _ text: String?, by order: CustomerOrder = .name, after: (key: CustomerStore.Key, id: AccountID)? = nil, limit: Int = 100
    ) async throws -> [CustomerStore.Line] {
        try await ListCustomers(database: database, rights: rights)(
            text, by: order, after: after, limit: limit, for: .everything(role: "Test"))
    }

    func timeline(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)? = nil, filter: TimelineFilter = TimelineFilter(),
        limit: Int = 10
    ) async throws -> [TimelineEntry] {
        try await ReadTimeline(database: database, rights: rights)(
            of: account, before: before, filter: filter, limit: limit, for: .everything(role: "Test"))
    }

    func count(_ table: StaticString) async throws -> Int {
        try await database.read { tx in
            let sql: SQL = "SELECT count(*) FROM \(constant: table)"
            return try tx.first(sql) { $0.count(0) } ?? -1
        }
    }

    /// The events told by the service so far, in order.
    func told() async throws -> [Event] {
        try await database.read { tx in
            let sql: SQL = "SELECT topic, record_key, headers, value FROM outbox ORDER BY seq"
            return try tx.rows(sql) { row in
                Envelope.event(
                    Record(
                        topic: row.text(0), key: row.textOrNil(1), headers: Envelope.unpacked(row.bytes(2)), value: row.bytes(3)))
            }.compactMap { $0 }
        }
    }

    /// Every row of the history as bytes, in the order of its key.
    func history() async throws -> [[UInt8]] {
        try await database.read { tx in
            let sql: SQL = """
                SELECT account_id, at, seq, kind, source, actor, event_id, time, data FROM timeline_entries
                ORDER BY account_id, at, seq
                """
            return try tx.rows(sql) { row in
                let texts = [
                    row.id(0).description, row.time(1).description, String(row.int(2)), row.text(3), row.text(4), row.text(5),
                    row.text(6), row.time(7).description,
                ]
                return Array(texts.joined(separator: "\n").utf8) + row.bytes(8)
            }
        }
    }
}
