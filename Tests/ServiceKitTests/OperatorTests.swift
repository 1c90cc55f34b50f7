import Audit
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

/// A service's own doors for its operators.
@Suite struct OperatorTests {
    private struct Service {
        let clock = ManualClock()
        let database: any Database
        let ids: IdentifierSource
        let queue: JobQueue
        let handler: Handler

        init(_ engine: Engine, checks: [String: ServiceModule.Check] = [:]) async throws {
            database = try await TestDatabase.make(
                engine, migrations: EventMigrations.all + JobMigrations.all + AuditMigrations.all)
            ids = IdentifierSource(clock: clock)
            queue = JobQueue(clock: clock, ids: ids, wake: {})
            let audit = AuditTrail(service: "orders", database: database, ids: ids, metrics: Metrics())
            handler = try ServiceHandler.make(
                service: "orders",
                routes: OperationsRoutes.routes(
                    OperatorDesk(service: "orders", database: audit.database, clock: clock, checks: checks)),
                audit: audit, ids: ids, logger: .silent, metrics: Metrics()
            ) { $0.caller }
        }

        func ask(
            _ method: HTTPMethod = .get, _ target: String, _ scopes: Set<String> = ["*"], body: String? = nil
        ) async throws -> (status: Int, json: JSONValue) {
            var request = HTTPRequest(method: method, target: target)
            let actions: Set<Action> = scopes.contains("*") || scopes.contains("operations:write") ? [.view, .change] : [.view]
            let grant = Grant(role: "Operator", resource: .operations, actions: actions, scope: .all)
            request.caller = Caller(
                kind: .person, subject: "1", name: "Ann", scopes: scopes,
                viewer: Viewer(user: ids.next(), units: [], deputyFor: [], grants: [grant]))
            if let body {
                request.fields["Content-Type"] = "application/json"
                request.body = .bytes(Array(body.utf8))
            }
            let response = try await handler(request)
            let bytes = try await response.body.collect(upTo: 1_000_000)
            return (response.status, (try? JSONValue.parse(bytes)) ?? .null)
        }

        func enqueue(_ kind: String, _ payload: String = "{}") async throws -> ID {
            let id = try await database.write { [queue] tx -> ID? in
                try queue.enqueue(kind, payload: Array(payload.utf8), in: tx)
            }
            return try #require(id)
        }

        /// Runs what is due; all of it fails for good.
        func failAll(_ kinds: [String]) async throws {
            let runner = JobRunner(
                database: database,
                handlers: kinds.map { JobHandler(kind: $0) { _ in throw JobFailure.permanent("no such mailbox") } },
                schedules: [], clock: clock, logger: .silent, metrics: Metrics(), worker: "test")
            let jobs = JobAdministration(database: database, clock: clock, wake: {})
            try await during([{ try await runner.run() }]) {
                try await eventually("all are dead") {
                    try await jobs.counts().allSatisfy { $0.state == .dead || !kinds.contains($0.kind) }
                }
            }
        }

        func lines() async throws -> [AuditEntry] {
            try await database.read { tx in try AuditStore.page(AuditQuery(), limit: 100, in: tx) }.map(\.entry).reversed()
        }
    }

    @Test(arguments: Engine.required)
    func `a dead job is found, looked at and started over, with a line for each change`(engine: Engine) async throws {
        let service = try await Service(engine)
        let id = try await service.enqueue("send", #"{"mailID":"m1","resetToken":"t0psecret","to":{"password":"pw"},"n":[1]}"#)
        try await service.failAll(["send"])
        let other = try await service.enqueue("other")

        let list = try await service.ask(.get, "/v1/jobs?state=dead")
        #expect(list.json["items"]?.array?.compactMap { $0["id"]?.string } == ["\(id)"])
        #expect(try await service.ask(.get, "/v1/jobs?state=asleep").json["code"] == "bad-parameter")
        let first = try await service.ask(.get, "/v1/jobs?limit=1").json
        #expect(first["items"]?.array?.first?["id"]?.string == "\(other)")
        let second = try await service.ask(.get, "/v1/jobs?limit=1&cursor=\(first["next"]?.string ?? "")").json
        #expect(second["items"]?.array?.first?["id"]?.string == "\(id)" && second["next"] == nil)

        // What it was given is for those who may change it, and never a secret.
        let shown = try await service.ask(.get, "/v1/jobs/\(id)").json
        #expect(shown["reason"] == "no such mailbox" && shown["errors"]?.array?.count == 1)
        #expect(shown["payload"]?["mailID"] == "m1" && shown["payload"]?["n"]?.array == [1])
        #expect(shown["payload"]?["resetToken"] == "held back" && shown["payload"]?["to"]?["password"] == "held back")
        #expect(try await service.ask(.get, "/v1/jobs/\(id)", ["operations:read"]).json["payload"] == nil)

        for (action, status) in [("retry", 409), ("redrive", 200), ("redrive", 409), ("cancel", 200), ("cancel", 409)] {
            let answer = try await service.ask(.post, "/v1/jobs/\(id)/\(action)")
            #expect(answer.status == status && (status == 200 || answer.json["code"] == "wrong-state"), "\(action)")
        }
        #expect(try await service.ask(.post, "/v1/jobs/\(service.ids.next())/retry").status == 404)
        #expect(try await service.ask(.post, "/v1/jobs/x/retry").status == 404)
        let changes = try await service.lines().filter { $0.action == "change" && $0.outcome == "done" }
        #expect(changes.map(\.door) == ["POST /v1/jobs/{id}/redrive", "POST /v1/jobs/{id}/cancel"])
        #expect(changes.allSatisfy { $0.records == ["\(id)"] && $0.resource == "operations" && $0.actor.name == "Ann" })
        let views = try await service.lines().filter { $0.action == "view" && $0.outcome == "done" }
        #expect(views.count == 2 && views.allSatisfy { $0.records == ["\(id)"] })
    }

    @Test(arguments: Engine.required)
    func `all dead jobs of a kind start over at once`(engine: Engine) async throws {
        let service = try await Service(engine)
        for _ in 0..<3 { _ = try await service.enqueue("send") }
        _ = try await service.enqueue("other")
        try await service.failAll(["send", "other"])
        let answer = try await service.ask(.post, "/v1/jobs/redrive", body: #"{"kind":"send"}"#)
        #expect(answer.json["redriven"]?.int == 3)
        #expect(try await service.ask(.get, "/v1/jobs?state=dead").json["items"]?.array?.count == 1)
        #expect(try await service.ask(.get, "/v1/jobs?state=ready&kind=send").json["items"]?.array?.count == 3)
    }

    @Test(arguments: Engine.required)
    func `a parked event is retried or skipped`(engine: Engine) async throws {
        let service = try await Service(engine)
        let database = service.database
        let consumer = ServiceConsumer(
            name: "orders", database: database,
            subscriptions: [.events("t") { _, _ in throw Refusal(.conflict, "no", "It does not fit.") }], clock: service.clock,
            logger: .silent, metrics: Metrics())
        let transport = InProcessTransport()
        let outbox = Outbox(source: "/x", topic: "t", clock: service.clock, ids: service.ids, wake: {})
        let relay = Relay(
            database: database, transport: transport, logger: .silent, metrics: Metrics(), clock: service.clock, name: "x")
        try await database.write { tx in
            for number in 0..<3 { try outbox.append("e", key: number < 2 ? "a" : "b", data: Array("{}".utf8), in: tx) }
        }
        let waiting = try await service.ask(.get, "/v1/operations").json
        #expect(waiting["outbox"]?.int == 3 && waiting["outboxSince"]?.string == "\(service.clock.now())")
        transport.register(consumer)
        try await during([{ try await relay.run() }, { try await transport.deliver(to: consumer) }]) {
            try await eventually("all are parked") { try await consumer.parked.count() == 3 }
        }
        let first = try await service.ask(.get, "/v1/parked-events?limit=2").json
        let items = try #require(first["items"]?.array)
        #expect(items.count == 2 && items[0]["reason"]?.string?.contains("It does not fit.") == true)
        let rest = try await service.ask(.get, "/v1/parked-events?limit=2&cursor=\(first["next"]?.string ?? "")").json
        #expect(rest["items"]?.array?.count == 1 && rest["next"] == nil)
        let id = try #require(items[0]["id"]?.int)
        #expect(try await service.ask(.post, "/v1/parked-events/\(id)/retry", ["operations:read"]).status == 403)
        #expect(try await service.ask(.post, "/v1/parked-events/\(id)/retry").status == 204)
        #expect(try await service.ask(.post, "/v1/parked-events/\(id)/skip").status == 204)
        #expect(try await service.ask(.post, "/v1/parked-events/\(id)/skip").status == 404)
        #expect(try await service.ask(.get, "/v1/operations").json["parked"]?.int == 2)
        let lines = try await service.lines().filter { $0.action == "change" && $0.outcome == "done" }
        #expect(lines.map(\.door) == ["POST /v1/parked-events/{id}/retry", "POST /v1/parked-events/{id}/skip"])
    }

    @Test(arguments: Engine.required)
    func `the status tells what does not work, what waits and since when`(engine: Engine) async throws {
        let service = try await Service(
            engine, checks: ["orders.disk": { throw Refusal(.unavailable, "full", "The disk is full; make room.") }])
        let begin = service.clock.now()
        _ = try await service.enqueue("send")
        try await service.failAll(["send"])
        service.clock.advance(seconds: 90)
        let status = try await service.ask(.get, "/v1/operations").json
        #expect(status["service"] == "orders" && status["since"]?.string == "\(begin)")
        #expect(status["failures"]?.array?.first?["detail"] == "The disk is full; make room.")
        #expect(status["troubles"]?.array?.first?["reason"] == "no such mailbox")
        #expect(status["troubles"]?.array?.first?["isDead"] == true)
        #expect(status["jobs"]?.array?.first?["state"] == "dead")
        _ = try Shapes.decode(ServiceStatus.self, from: status.json())
        for scopes in [["metrics:read"], ["operations:write"], []] as [Set<String>] {
            #expect(try await service.ask(.get, "/v1/operations", scopes).status == 403)
        }
    }
}
