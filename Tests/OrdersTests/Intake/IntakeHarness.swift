import Access
import Core
import Database
import Events
import HTTP
import JSON
import Jobs
import Observability
import Orders
import OrdersAPI
import ServiceKit
import TestKit
import Testing

/// The service `orders` on a database of its own, with its doors at hand.
struct IntakeHarness: Sendable {
    static let migrations = EventMigrations.all + JobMigrations.all + AccessMigrations.all + OrdersModule.migrations
    static let receiptTopic = "shop.receipts.v1"

    let database: any Database
    let clock: ManualClock
    let module: ServiceModule
    let handler: Handler

    /// `caller` is who asks at the HTTP doors.
    init(
        _ engine: Engine, settings: Settings = Settings(), caller: Caller = .shop, database: (any Database)? = nil,
        clock: ManualClock = ManualClock()
    ) async throws {
        let made = try await database.orMake(engine)
        self.database = made
        self.clock = clock
        let ids = IdentifierSource(clock: clock)
        let platform = Platform(
            name: "orders", database: made,
            outbox: Outbox(source: "/orders", topic: "crm.orders.v1", clock: clock, ids: ids) {},
            jobs: JobQueue(clock: clock, ids: ids) {}, clock: clock, ids: ids, settings: settings, logger: .silent,
            metrics: Metrics(), peers: Peers(), checks: [:], dataFolder: nil)
        module = try await OrdersModule.make(platform)
        handler = try ServiceHandler.make(
            service: "orders", routes: module.routes, ids: ids, logger: .silent, metrics: Metrics()
        ) { request in request.fields["X-No-Caller"] == nil ? caller : .anonymous }
    }

    /// What was answered, in the same words for every door.
    struct Reply: Sendable {
        /// Of a single event over HTTP.
        var status: Int?
        var outcome: String
        var problem: JSONValue?
        /// The receipt; of a repetition, the first one.
        var receipt: JSONValue?
        var body: [UInt8]
        var replayed = false
    }

    func send(_ example: IntakeExample, _ door: IntakeExampleDoor) async throws -> Reply {
        switch door {
        case .httpBinary:
            return try await http("/v1/events", example.headers(prefix: "ce-"), example.data)
        case .httpStructured:
            return try await http("/v1/events", [("content-type", "application/cloudevents+json")], example.structured)
        case .httpBatch:
            let array = Array("[".utf8) + example.structured + Array("]".utf8)
            let reply = try await request(
                .post, "/v1/events", [("content-type", "application/cloudevents-batch+json")], array)
            var first = Self.reply(reply.json.array?.first ?? .null, status: nil, body: reply.body)
            if reply.json.array == nil { first = Self.reply(reply.json, status: reply.status, body: reply.body) }
            return first
        case .orders:
            let fields = [("content-type", "application/json"), ("Idempotency-Key", example.id)]
            return try await http("/v1/orders", fields, example.order)
        case .kafkaBinary:
            return try await kafka(example.headers(prefix: "ce_"), example.data)
        case .kafkaStructured:
            return try await kafka([("content-type", "application/cloudevents+json; charset=UTF-8")], example.structured)
        }
    }

    struct Response: Sendable {
        let status: Int
        let fields: HTTPFields
        let body: [UInt8]
        var json: JSONValue { (try? JSONValue.parse(body, limits: JSONLimits(depth: 40, bytes: 64 << 20))) ?? .null }
    }

    func request(
        _ method: HTTPMethod, _ target: String, _ fields: [(String, String)] = [], _ body: [UInt8] = []
    ) async throws -> Response {
        let response = try await handler(
            HTTPRequest(method: method, target: target, fields: HTTPFields(fields), body: body.isEmpty ? .none : .bytes(body)))
        return Response(status: response.status, fields: response.fields, body: try await response.body.collect(upTo: 64 << 20))
    }

    func get(_ target: String) async throws -> JSONValue { try await request(.get, target).json }

    private func http(_ target: String, _ fields: [(name: String, value: String)], _ body: [UInt8]) async throws -> Reply {
        let response = try await request(.post, target, fields.map { ($0.name, $0.value) }, body)
        var reply = Self.reply(response.json, status: response.status, body: response.body)
        if response.fields["Idempotent-Replayed"] == "true" {
            reply.outcome = "duplicate"
            reply.replayed = true
        }
        return reply
    }

    /// One record through the topic's handler, in a transaction; its receipt is read from the outbox.
    func kafka(_ headers: [(name: String, value: String)], _ value: [UInt8], key: String? = "N-1") async throws -> Reply {
        let record = Record(
            topic: "shop.orders.v1", key: key, headers: headers.map { Record.Header($0.name, Array($0.value.utf8)) },
            value: value,
            position: Record.Position(partition: 0, offset: 0))
        for subscription in module.subscriptions {
            guard case .records(let body) = subscription.handling else { continue }
            try await database.write { try body(record, $0) }
        }
        let receipts = try await receiptRecords()
        let last = try #require(receipts.last)
        return Self.reply(try JSONValue.parse(last.value), status: nil, body: last.value)
    }

    /// Key and value of all receipts that went to the topic.
    func receiptRecords() async throws -> [(key: String?, value: [UInt8])] {
        let rows = try await database.read { tx in
            try tx.rows("SELECT record_key, value FROM outbox WHERE topic = \(.text(Self.receiptTopic)) ORDER BY seq") {
                [$0.textOrNil(0).map { Array($0.utf8) }, $0.bytes(1)]
            }
        }
        return rows.map { ($0[0].map { String(decoding: $0, as: UTF8.self) }, $0[1] ?? []) }
    }

    private static func reply(_ json: JSONValue, status: Int?, body: [UInt8]) -> Reply {
        let shown = json["order"] != nil && json["receipt"] != nil ? json["receipt"] ?? json : json
        let receipt = shown["first"] ?? shown["receipt"] ?? shown
        let outcome = shown["outcome"]?.string ?? receipt["outcome"]?.string ?? "none"
        return Reply(
            status: status, outcome: outcome, problem: shown["code"] != nil ? shown : receipt["problem"],
            receipt: receipt["signature"] == nil ? nil : receipt, body: body)
    }
}

extension Caller {
    /// A token that may do all of it, for any shop.
    static let shop = Caller(
        kind: .token, subject: "t1", name: "shop", scopes: ["*"], sources: ["*"], viewer: .everything(role: "Test"))
}

extension (any Database)? {
    fileprivate func orMake(_ engine: Engine) async throws -> any Database {
        if let self { return self }
        return try await TestDatabase.make(engine, migrations: IntakeHarness.migrations)
    }
}
