import Core
import Database
import HTTP
import JSON
import Jobs
import Observability
import Orders
import ServiceKit
import Synchronization
import TestKit
import Testing

/// What is done at regular times, and the equation over many events.
struct IntakeJobTests {
    private func run(_ kind: String, _ intake: IntakeHarness) async throws {
        let job = try #require(intake.module.jobs.first { $0.kind == kind })
        try await job.run(
            JobContext(id: ID(high: 0, low: 1), kind: kind, payload: [], attempt: 1) { body in
                try await intake.database.write { try body($0) }
            })
    }

    private func withdrawn(_ id: String) -> IntakeExample {
        IntakeExample("shop.product.withdrawn.v1", id: id, source: "urn:shop:1", data: ["sku": "A"])
    }

    private let paid = IntakeExample(
        "shop.order.paid.v1", id: "p", source: "urn:shop:1", data: ["number": "N-1", "amount": 1, "reference": "P"])

    private func counts(_ intake: IntakeHarness) async throws -> [Int64?] {
        let json = try await intake.get("/v1/order-intake")
        return ["received", "accepted", "waiting", "rejected", "duplicates"].map { json[$0]?.int }
    }

    @Test(arguments: Engine.required) func `what waits too long is rejected, told, and may come again`(engine: Engine)
        async throws
    {
        let intake = try await IntakeHarness(engine, settings: Settings(["CRM_ORDERS_WAITING_DAYS": "10"]))
        #expect(try await intake.send(paid, .kafkaBinary).outcome == "waiting")
        intake.clock.advance(seconds: 10 * 86_400 - 1)
        try await run("orders.intake.expire", intake)
        #expect(try await counts(intake) == [1, 0, 1, 0, 0])
        intake.clock.advance(seconds: 2)
        try await run("orders.intake.expire", intake)
        #expect(try await counts(intake) == [1, 0, 0, 1, 0])
        let told = try JSONValue.parse(try #require(try await intake.receiptRecords().last).value)
        #expect(told["outcome"]?.string == "rejected")
        #expect(told["problem"]?["code"]?.string == "cause-never-came")
        let again = try await intake.send(paid, .httpBinary)
        #expect(again.status == 422)
        #expect(again.receipt == told)
        let order = try #require(IntakeCases.all.first).steps[0].example
        var placed = order
        placed.attributes["source"] = "urn:shop:1"
        #expect(try await intake.send(placed, .httpBinary).status == 202)
        let id = try #require(told["sequence"]?.int)
        #expect(try await intake.get("/v1/order-intake/rejected/\(id)")["code"]?.string == "not-found")
        let listed = try await intake.get("/v1/order-intake/rejected")["items"]?.array?.first?["id"]?.string ?? ""
        #expect(
            try await intake.request(.post, "/v1/order-intake/rejected/\(listed)/retry").json["outcome"]?.string == "accepted")
        #expect(try await counts(intake) == [4, 2, 0, 0, 1])
    }

    @Test(arguments: Engine.required) func `an order that too many events wait for is told of, and they stay`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        for (number, count) in [("N-1", 4), ("N-2", 3), ("N-3", 5)] {
            for index in 0..<count {
                let id = "\(number) \(index)"
                let paid = IntakeExample(
                    "shop.order.paid.v1", id: id, source: "urn:shop:1",
                    data: ["number": .string(number), "amount": 1, "reference": .string(id)])
                #expect(try await intake.send(paid, .httpBinary).outcome == "waiting")
            }
        }
        let sink = Warnings()
        let logger = Logger(label: "orders", sink: sink)
        try await IntakeJobs.watchWaiting(database: intake.database, over: 3, logger: logger)
        #expect(sink.fields.withLock { $0.map { [$0["number"], $0["count"]] } } == [["N-3", "5"], ["N-1", "4"]])
        #expect(try await counts(intake) == [12, 0, 12, 0, 0])
        try await run("orders.intake.watch-waiting", intake)
    }

    private final class Warnings: LogSink {
        let fields = Mutex<[[String: String]]>([])

        func write(_ record: LogRecord) {
            if record.level == .warning { fields.withLock { $0.append(record.fields) } }
        }
    }

    @Test(arguments: Engine.required) func `bodies of settled events go after their time, rows and receipts stay`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine, settings: Settings(["CRM_ORDERS_RAW_DAYS": "5"]))
        let accepted = try await intake.send(withdrawn("a"), .httpBinary)
        _ = try await intake.send(paid, .httpBinary)
        var wrong = withdrawn("w")
        wrong.data = Array("{}".utf8)
        let rejected = try await intake.send(wrong, .httpBinary)
        func bodies() async throws -> Int? {
            try await intake.database.read { try $0.first("SELECT COUNT(*) FROM intake_bodies") { $0.count(0) } }
        }
        #expect(try await bodies() == 3)
        intake.clock.advance(seconds: 6 * 86_400)
        _ = try await intake.send(withdrawn("b"), .httpBinary)
        try await run("orders.intake.drop-bodies", intake)
        // Left: what waits, what is open, what is new.
        #expect(try await bodies() == 3)
        #expect(try await intake.send(withdrawn("a"), .httpBinary).receipt == accepted.receipt)
        let id = try #require(rejected.receipt?["sequence"]?.int)
        let reason = Array(#"{"reason":"x"}"#.utf8)
        #expect(try await intake.request(.post, "/v1/order-intake/rejected/\(id)/discard", [], reason).status == 200)
        try await run("orders.intake.drop-bodies", intake)
        let shown = try await intake.get("/v1/order-intake/rejected/\(id)")
        #expect(shown["received"] == nil && shown["receipt"] == rejected.receipt)
    }

    @Test(arguments: Engine.required) func `counting once what cannot change gives the same equation`(engine: Engine) async throws
    {
        let intake = try await IntakeHarness(engine)
        let sums = IntakeSums(rangeSize: 7)
        func count() async throws {
            try await IntakeJobs.count(sums: sums, database: intake.database, clock: intake.clock, logger: .silent)
        }
        var examples: [IntakeExample] = []
        for index in 0..<40 {
            var example = index % 5 == 4 ? paid : withdrawn("w\(index)")
            example.attributes["id"] = .string("w\(index % 30)")
            if index % 7 == 3 { example.data = Array("{}".utf8) }
            examples.append(example)
        }
        for example in examples { _ = try await intake.send(example, .httpBinary) }
        let before = try await counts(intake)
        #expect(before[0] == 40)
        try await count()
        #expect(try await ranges(intake) == 0, "Nothing is closed that could still be joined.")
        intake.clock.advance(seconds: 400)
        try await count()
        #expect(try await ranges(intake) == 5)
        #expect(try await counts(intake) == before)

        // What was open changes in closed ranges.
        var placed = try #require(IntakeCases.all.first).steps[0].example
        placed.attributes["source"] = "urn:shop:1"
        placed.attributes["id"] = "placed"
        #expect(try await intake.send(placed, .httpBinary).status == 202)
        let after = try await counts(intake)
        #expect(after[2] == 0 && after[0] == 41)
        try await count()
        #expect(try await intake.get("/v1/order-intake")["balanced"]?.bool == true)

        // A row that is lost is found, in a closed range too, and stays found.
        try await intake.database.write { tx in
            _ = try tx.changes(
                "DELETE FROM intake_events WHERE seq = (SELECT MIN(seq) FROM intake_events WHERE NOT once_open AND state = 'accepted')"
            )
        }
        for _ in 0..<6 {
            intake.clock.advance(seconds: 60)
            try await count()
        }
        #expect(try await intake.get("/v1/order-intake")["balanced"]?.bool == false)
    }

    private func ranges(_ intake: IntakeHarness) async throws -> Int? {
        try await intake.database.read { try $0.first("SELECT COUNT(*) FROM intake_sums") { $0.count(0) } }
    }

    @Test func `numbers rise whatever the clock does, and say when they were made`() {
        let clock = ManualClock()
        let sequence = IntakeSequence(after: 0, start: 3)
        let other = IntakeSequence(after: 0, start: 4)
        let start = IntakeSequence.first(at: clock.now())
        var last: Int64 = 0
        for step in [0, 0, 1, -5, 0, 3600, -7200] {
            clock.advance(seconds: Double(step))
            let next = sequence.next(clock.now())
            #expect(next > last && next >= start && next != other.next(clock.now()))
            last = next
        }
        #expect(IntakeSequence(after: last, start: 67).next(clock.now()) > last)
        #expect(last < 9_007_199_254_740_991)
        #expect(IntakeSequence.first(at: CivilTime(year: 2096, month: 1, day: 1).timestamp) < 9_007_199_254_740_991)
    }
}
