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

@testable import Gateway

/// The operators' doors and pages over all services.
@Suite struct OperationTests {
    /// A service with nothing but its operators' doors, over a queue of its own.
    fileprivate struct Operated {
        let database: any Database
        let queue: JobQueue
        let handler: Handler

        init(_ name: String, clock: ManualClock, checks: [String: ServiceModule.Check] = [:]) async throws {
            database = try await TestDatabase.make(.sqlite, migrations: EventMigrations.all + JobMigrations.all)
            let ids = IdentifierSource(clock: clock)
            queue = JobQueue(clock: clock, ids: ids, wake: {})
            handler = try FakeServices.service(
                name, OperationsRoutes.routes(OperatorDesk(service: name, database: database, clock: clock, checks: checks)))
        }

        func enqueue(_ kind: String, payload: String = "{}") async throws -> ID {
            let id = try await database.write { [queue] tx -> ID? in
                try queue.enqueue(kind, payload: Array(payload.utf8), in: tx)
            }
            return try #require(id)
        }

        func bury(_ reason: String, clock: ManualClock) async throws {
            let kinds = try await JobAdministration(database: database, clock: clock, wake: {}).counts().map(\.kind)
            let runner = JobRunner(
                database: database, handlers: kinds.map { JobHandler(kind: $0) { _ in throw JobFailure.permanent(reason) } },
                schedules: [], clock: clock, logger: .silent, metrics: Metrics(), worker: "test")
            try await during([{ try await runner.run() }]) {
                try await eventually("all are dead") {
                    try await JobAdministration(database: database, clock: clock, wake: {}).counts().allSatisfy {
                        $0.state == .dead
                    }
                }
            }
        }
    }

    @Test func `jobs of all services are one list, page by page, and a silent service is a gap`() async throws {
        let clock = ManualClock()
        let orders = try await Operated("orders", clock: clock)
        let contacts = try await Operated("contacts", clock: clock)
        var wanted: [String] = []
        for number in 0..<5 {
            clock.advance(seconds: 1)
            wanted.append("\(try await (number % 2 == 0 ? orders : contacts).enqueue("k\(number)"))")
        }
        let gateway = try await TestGateway(services: ["orders": orders.handler, "contacts": contacts.handler])
        let token = try await gateway.token(["operations:read"])
        var found: [String] = []
        var target = "/v1/jobs?limit=2"
        for _ in 0..<5 {
            let page = try await gateway.get(target, token: token).json
            found += (page["items"]?.array ?? []).compactMap { $0["id"]?.string }
            #expect(page["gaps"]?.array?.map { $0["service"]?.string } == ["notifications"])
            guard let next = page["next"]?.string else { break }
            target = "/v1/jobs?limit=2&cursor=\(next)"
        }
        #expect(found == wanted.reversed())
        let one = try await gateway.get("/v1/jobs?service=contacts&kind=k1", token: token).json
        #expect(one["items"]?.array?.compactMap { $0["id"]?.string } == [wanted[1]])
        #expect(try await gateway.get("/v1/jobs?service=sales", token: token).code == "bad-parameter")
        let status = try await gateway.get("/v1/operations", token: token).json
        #expect(status["services"]?.array?.compactMap { $0["service"]?.string } == ["contacts", "gateway", "orders"])
        #expect(status["gaps"]?.array?.count == 1)

        // Its own jobs are the gateway's like any other's.
        let id = try await gateway.database.write { tx in
            try JobQueue(clock: gateway.clock, ids: gateway.ids, wake: {}).enqueue("own", payload: Array("{}".utf8), in: tx)
        }
        let own = try #require(id)
        let change = try await gateway.token(["operations:read", "operations:write"])
        func post(_ target: String, _ token: String) async throws -> TestGateway.Answer {
            try await gateway.send(.post, target, fields: [("Authorization", "Bearer \(token)")])
        }
        #expect(try await post("/v1/jobs/\(own)/cancel?service=gateway", token).status == 403)
        #expect(try await post("/v1/jobs/\(own)/cancel", change).code == "bad-parameter")
        #expect(try await post("/v1/jobs/\(own)/cancel?service=gateway", change).json["state"] == "cancelled")
        #expect(try await post("/v1/jobs/\(own)/cancel?service=gateway", change).code == "wrong-state")
        #expect(try await post("/v1/jobs/\(own)/retry?service=orders", change).status == 404)
        let lines = try await gateway.database.read { tx in try AuditStore.page(AuditQuery(), limit: 100, in: tx) }.map(\.entry)
        let told = lines.filter { $0.action == "change" && $0.outcome == "done" }
        #expect(told.map(\.records) == [["\(own)"]] && told.first?.door == "POST /v1/jobs/{id}/cancel")
    }

    @Test(arguments: ["ru", "en"]) func `the pages say what is wrong in sentences, and lead to it`(language: String) async throws
    {
        let clock = ManualClock()
        let mails = try await Operated("notifications", clock: clock)
        let hostile = "<img src=x onerror=alert(1)>"
        let id = try await mails.enqueue("notifications.send-mail", payload: #"{"mailID":"\#(hostile)","token":"t0p"}"#)
        for _ in 0..<2 { _ = try await mails.enqueue("notifications.send-mail") }
        try await mails.bury("550 \(hostile)", clock: clock)
        let orders = try await Operated(
            "orders", clock: clock, checks: ["orders.disk": { throw Refusal(.unavailable, "full", "The disk is full.") }])
        let gateway = try await TestGateway(services: ["notifications": mails.handler, "orders": orders.handler])
        let browser = try await Browser.signIn(gateway, language: language)
        let list = "/operations/jobs?service=notifications&amp;kind=notifications.send-mail&amp;state=dead"
        var page = try await browser.get("/operations")
        // On a busy machine a service may not answer in time, which the page then says.
        for _ in 0..<20 where !page.text.contains("The disk is full.") || !page.text.contains(list) {
            page = try await browser.get("/operations")
        }
        PageRules.check(page.text, "/operations")
        #expect(page.text.contains(language == "ru" ? "3 письма не отправлены." : "3 letters are not sent."))
        #expect(page.text.contains(list) && page.text.contains("The disk is full."))
        #expect(page.text.contains(language == "ru" ? "не подключена" : "not part of this installation"))
        #expect(!page.text.contains(language == "ru" ? "всё работает" : "all is well") && !page.text.contains("<img"))

        let jobs = try await browser.get("/operations/jobs?service=notifications&kind=notifications.send-mail&state=dead").text
        PageRules.check(jobs, "jobs")
        #expect(
            jobs.contains("/operations/jobs/notifications/\(id)")
                && jobs.contains("action=\"/operations/jobs/notifications/redrive\""))
        let path = "/operations/jobs/notifications/\(id)"
        let job = try await browser.get(path).text
        PageRules.check(job, path)
        #expect(job.contains("550 &lt;img") && job.contains("held back") && !job.contains("t0p"))
        #expect(try await browser.post(path, [("action", "redrive")]).location == path + "?done=redrive")
        let again = try await browser.post(path, [("action", "redrive")])
        #expect(again.status == 409 && again.text.contains(language == "ru" ? "ничего не изменено" : "nothing was changed"))
        #expect(try await browser.post(path, [("action", "explode")]).status == 422)
        let all = try await browser.post("/operations/jobs/notifications/redrive", [("kind", "notifications.send-mail")])
        #expect(all.status == 303)
        #expect(try await mails.queueCount("ready") == 3)
        PageRules.check(try await browser.get("/operations/events").text, "/operations/events")
        #expect(try await browser.get("/operations/jobs/sales/\(id)").status == 404)
    }

    @Test func `all is well only when every service says so, and nobody else comes in`() async throws {
        let clock = ManualClock()
        var services: [String: Handler] = [:]
        for name in Upstream.services { services[name] = try await Operated(name, clock: clock).handler }
        let gateway = try await TestGateway(services: services)
        let admin = try await Browser.signIn(gateway, language: "en")
        #expect(try await admin.get("/operations").text.contains("all is well"))
        try await gateway.addUser("clerk", password: "a long password", scopes: ["metrics:read", "orders:read"], language: "en")
        try await gateway.addUser("seer", password: "a long password", scopes: ["operations:read"], language: "en")
        let seer = try await Browser.signIn(gateway, login: "seer", password: "a long password", language: "en")
        #expect(try await seer.get("/operations").text.contains("href=\"/operations\""))
        #expect(try await seer.post("/operations/events/orders/1", [("action", "skip")]).status == 403)
        try await gateway.addUser("none", password: "a long password", scopes: ["orders:read"], language: "en")
        let none = try await Browser.signIn(gateway, login: "none", password: "a long password", language: "en")
        for path in ["/operations", "/operations/jobs", "/operations/events"] {
            #expect(try await none.get(path).status == 403, "\(path)")
        }
        #expect(try await !none.get("/docs").text.contains("href=\"/operations\""))
    }
}

extension OperationTests.Operated {
    fileprivate func queueCount(_ state: String) async throws -> Int {
        try await database.read { tx in
            try tx.first(SQL("SELECT count(*) FROM jobs WHERE state = \(.text(state))")) { $0.count(0) } ?? 0
        }
    }
}
