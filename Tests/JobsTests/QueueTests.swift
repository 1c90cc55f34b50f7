import Core
import Database
import Jobs
import Observability
import TestKit
import Testing

@Suite struct QueueTests {
    private struct Rollback: Error {}

    @Test(arguments: Engine.required)
    func `a job runs once what enqueued it committed, and never when it rolled back`(engine: Engine) async throws {
        let fixture = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        let runner = fixture.runner([fixture.noting("note")])
        await #expect(throws: Rollback.self) {
            try await fixture.database.write { [queue = fixture.queue] tx in
                try queue.enqueue("note", payload: Array("rolled back".utf8), in: tx)
                throw Rollback()
            }
        }
        let id = try await fixture.enqueue("note", "committed")
        try await during([{ try await runner.run() }]) {
            try await eventually("it is done") { try await fixture.state(id) == .done }
        }
        #expect(fixture.notes == ["committed"])
    }

    @Test(arguments: Engine.required)
    func `of a unique key one job is live at a time`(engine: Engine) async throws {
        let fixture = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        let first = try await fixture.enqueue("note", "1", inSeconds: 60, uniqueKey: "k")
        #expect(first != nil)
        #expect(try await fixture.enqueue("note", "2", uniqueKey: "k") == nil)
        #expect(try await fixture.enqueue("note", "3", uniqueKey: "other") != nil)
        let results = await withTaskGroup(of: ID?.self) { group in
            for number in 0..<10 { group.addTask { try? await fixture.enqueue("note", "\(number)", uniqueKey: "race") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.compactMap { $0 }.count == 1)
        let runner = fixture.runner([fixture.noting("note")])
        fixture.clock.advance(seconds: 61)
        try await during([{ try await runner.run() }]) {
            try await eventually("it is done") { try await fixture.state(first) == .done }
        }
        #expect(try await fixture.enqueue("note", "4", uniqueKey: "k") != nil)
    }

    @Test(arguments: Engine.required)
    func `what is due runs by priority, then by time; what is not due waits`(engine: Engine) async throws {
        let fixture = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        let later = try await fixture.enqueue("note", "later", inSeconds: 100)
        try await fixture.enqueue("note", "3", inSeconds: 1)
        try await fixture.enqueue("note", "2")
        try await fixture.enqueue("note", "4", priority: 200)
        try await fixture.enqueue("note", "1", inSeconds: 2, priority: 1)
        fixture.clock.advance(seconds: 3)
        let runner = fixture.runner([fixture.noting("note", concurrency: 1)])
        try await during([{ try await runner.run() }]) {
            try await eventually("four are done") { fixture.notes.count == 4 }
            #expect(fixture.notes == ["1", "2", "3", "4"])
            #expect(try await fixture.state(later) == .scheduled)
            fixture.clock.advance(seconds: 100)
            try await eventually("the last is done") { try await fixture.state(later) == .done }
        }
    }

    @Test(arguments: Engine.required)
    func `two runners on one queue run every job once`(engine: Engine) async throws {
        let name = TestDatabase.uniqueName()
        let databases = try [TestDatabase.open(engine, name: name), TestDatabase.open(engine, name: name)]
        _ = try await Migrator.migrate(
            JobQueueConformance.migrations, database: databases[0], clock: SystemClock(), logger: .silent)
        let fixture = JobQueueConformance(databases[0])
        try await fixture.database.write { [queue = fixture.queue] tx in
            for number in 0..<300 { try queue.enqueue("note", payload: Array("\(number)".utf8), in: tx) }
        }
        let runners = databases.map { database in
            JobRunner(
                database: database, handlers: [fixture.noting("note")], schedules: [], clock: fixture.clock, logger: .silent,
                metrics: Metrics(), worker: "w")
        }
        try await during(runners.map { runner in { try await runner.run() } }) {
            try await eventually("all are done") {
                try await fixture.administration.counts().allSatisfy { $0.state == .done }
            }
        }
        #expect(fixture.notes.compactMap { Int($0) }.sorted() == Array(0..<300))
    }

    @Test(arguments: Engine.required)
    func `a tick of a schedule makes one job over two runners, and none while the last still waits`(
        engine: Engine
    ) async throws {
        let fixture = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        let schedule = Schedule(name: "hourly", kind: "note", every: 3600)
        let runners = ["one", "two"].map { fixture.runner([fixture.noting("note")], schedules: [schedule], worker: $0) }
        try await during(runners.map { runner in { try await runner.run() } }) {
            for tick in 1...3 {
                try await eventually("tick \(tick) ran") { fixture.notes.count == tick }
                // The other runner has seen the tick too.
                try await eventually("both have passed") {
                    try await fixture.administration.list(state: .done).count == tick
                }
                fixture.clock.advance(seconds: 3600)
            }
            try await eventually("the fourth ran") { fixture.notes.count == 4 }
        }
        #expect(fixture.notes == (12...15).map { "{\"at\":\"2026-01-05T\($0):00:00Z\"}" })
        let waiting = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        _ = try await waiting.enqueue("note", "by hand", inSeconds: 1_000_000, uniqueKey: "schedule:hourly")
        let runner = waiting.runner([waiting.noting("note"), waiting.noting("other")], schedules: [schedule])
        let other = try await waiting.enqueue("other", "other")
        try await during([{ try await runner.run() }]) {
            try await eventually("the other is done") { try await waiting.state(other) == .done }
        }
        #expect(waiting.notes == ["other"])
    }
}
