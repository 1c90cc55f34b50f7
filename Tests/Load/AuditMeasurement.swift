import Audit
import Contacts
import Core
import Database
import Events
import HTTP
import Jobs
import Observability
import Runtime
import ServiceKit

/// What it costs that an answer waits for its line of the audit: the facts of one client card, read at the service with and without
/// it, in turns, over the same database.
struct AuditMeasurement: Sendable {
    let plan: Plan
    let engine: Engine
    let folder: String

    private struct Result: Sendable {
        let perSecond: Double
        /// In milliseconds.
        let median: Double
        let slow: Double
    }

    func run(into table: inout Table) async throws {
        let server = engine == .postgres ? try PostgresServer() : nil
        let place = try await Place(engine, server, folder, name: "audit_\(engine.rawValue)")
        let ground = Ground(arrangement: try Arrangement(Settings(place.settings)), logger: .silent)
        let database = try await ground.database(of: ContactsModule.name)
        try await ground.migrate(ContactsModule.self, database)
        do {
            let ids = IdentifierSource(clock: SystemClock())
            let trail = AuditTrail(service: ContactsModule.name, database: database, ids: ids, metrics: Metrics())
            let module = try await module(database, trail, ids)
            let target = "/v1/accounts/\(try await customer(module, database, ids))"
            let with = try handler(module, trail, ids)
            let without = try handler(module, nil, ids)
            for clients in [1, 16] {
                var rounds: [(with: Result, without: Result)] = []
                for _ in 1...plan.rounds {
                    rounds.append((try await ask(with, target, clients), try await ask(without, target, clients)))
                }
                add(
                    rounds.sorted { $0.with.perSecond / $0.without.perSecond < $1.with.perSecond / $1.without.perSecond }[
                        rounds.count / 2], clients, to: &table)
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func add(_ round: (with: Result, without: Result), _ clients: Int, to table: inout Table) {
        let name = "audit on \(engine.rawValue), a card's facts, \(clients) at a time"
        table.add(
            name, suite: Table.shown(round.with.perSecond) + " /s", reference: Table.shown(round.without.perSecond) + " /s",
            value: round.with.perSecond / round.without.perSecond, .none)
        table.detail(
            "median", suite: Table.shown(round.with.median, 2) + " ms", reference: Table.shown(round.without.median, 2) + " ms")
        table.detail("p99", suite: Table.shown(round.with.slow, 2) + " ms", reference: Table.shown(round.without.slow, 2) + " ms")
        if clients == 1 {
            table.add(
                "  what the line adds (ms)", suite: "", reference: "", value: max(0, round.with.median - round.without.median),
                .below(5))
        }
    }

    /// For as long as the plan says.
    private func ask(_ handler: @escaping Handler, _ target: String, _ clients: Int) async throws -> Result {
        let started = monotonicMicroseconds()
        let end = started + Int64(plan.seconds) * 1_000_000
        let times = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var times: [Int64] = []
                    while true {
                        let before = monotonicMicroseconds()
                        guard before < end else { return times }
                        let answer = try await handler(HTTPRequest(method: .get, target: target, remoteAddress: "192.0.2.7"))
                        guard answer.status == 200 else {
                            throw Refusal(.failed, "audit", "The card answered \(answer.status).")
                        }
                        times.append(monotonicMicroseconds() - before)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted()
        }
        let seconds = Double(monotonicMicroseconds() - started) / 1_000_000
        func at(_ share: Double) -> Double { Double(times[min(times.count - 1, Int(Double(times.count) * share))]) / 1000 }
        return Result(perSecond: Double(times.count) / seconds, median: at(0.5), slow: at(0.99))
    }

    private func handler(_ module: ServiceModule, _ trail: AuditTrail?, _ ids: IdentifierSource) throws -> Handler {
        let caller = Caller(
            kind: .person, subject: ids.next().description, name: "Ann", scopes: ["*"], viewer: .everything(role: "Administrator")
        )
        return try ServiceHandler.make(
            service: module.name, routes: module.routes, audit: trail, ids: ids, logger: .silent, metrics: Metrics()
        ) { _ in caller }
    }

    private func module(
        _ database: any Database, _ trail: AuditTrail, _ ids: IdentifierSource
    ) async throws -> ServiceModule {
        let clock = SystemClock()
        return try await ContactsModule.make(
            Platform(
                name: ContactsModule.name, database: database, audit: trail,
                outbox: Outbox(source: "/contacts", topic: "crm.contacts.v1", clock: clock, ids: ids, wake: {}),
                jobs: JobQueue(clock: clock, ids: ids, wake: {}), clock: clock, ids: ids, settings: Settings(), logger: .silent,
                metrics: Metrics(), peers: Peers(), checks: [:], dataFolder: nil))
    }

    /// Places an order, as `orders` tells it, and returns the id of the account that it made.
    private func customer(_ module: ServiceModule, _ database: any Database, _ ids: IdentifierSource) async throws -> String {
        let order = ids.next()
        let data = """
            {"orderID":"\(order)","source":"urn:shop:one","number":"1","placedAt":"2026-11-01T10:00:00Z","currency":"GBP",
            "customerRef":{},"cause":{"eventSource":"urn:shop:one","eventID":"1"},"receivedAt":"2026-11-01T10:00:00Z","total":1500,
            "due":1500,"customer":{"shopId":"7","name":"Ann","email":"ann@example.com"},"channel":"web",
            "lines":[{"line":1,"sku":"a","quantity":"1","unitPrice":1500,"total":1500}]}
            """
        let event = Event(
            id: ids.next().description, source: "/orders", type: "crm.orders.order.placed.v1", key: order.description,
            time: SystemClock().now(), data: Array(data.utf8))
        for subscription in module.subscriptions where subscription.topic == "crm.orders.v1" {
            guard case .events(_, let body) = subscription.handling else { continue }
            try await database.write { tx in try body(event, tx) }
        }
        let list = try await handler(module, nil, ids)(HTTPRequest(method: .get, target: "/v1/customers"))
        let text = String(decoding: try await list.body.collect(upTo: 1 << 20), as: UTF8.self)
        guard let id = text.split(separator: "\"").map(String.init).first(where: { ID($0) != nil }) else {
            throw Refusal(.failed, "audit", "No customer was made: \(text)")
        }
        return id
    }
}
