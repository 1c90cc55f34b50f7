import Core
import Database
import Jobs
import Synchronization
import TestKit
import Testing

/// How runs end.
@Suite struct RunTests {
    private struct Trouble: Error {}

    private static let policy = RetryPolicy(attempts: 3, first: 10, longest: 100)

    private func fixture(_ engine: Engine) async throws -> JobQueueConformance {
        try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
    }

    @Test(arguments: Engine.required)
    func `a failed run is tried again with rising waits, then dead, and redriven from the start`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let isBroken = Atomic<Bool>(true)
        let handler = JobHandler(kind: "fail", policy: Self.policy) { job in
            fixture.note("\(job.attempt)")
            if isBroken.load(ordering: .relaxed) { throw Trouble() }
        }
        let runner = fixture.runner([handler])
        let id = try #require(try await fixture.enqueue("fail"))
        try await during([{ try await runner.run() }]) {
            try await eventually("the first fails") { try await fixture.state(id) == .scheduled }
            let start = fixture.clock.now()
            let wait = try #require(try await fixture.administration.job(id)).job.runAt.seconds(since: start)
            #expect((8...12).contains(wait))
            fixture.clock.advance(seconds: 12)
            try await eventually("the second fails") { fixture.notes.count == 2 }
            try await eventually("it waits") { try await fixture.state(id) == .scheduled }
            #expect(try await fixture.administration.retry(id))
            try await eventually("it is dead") { try await fixture.state(id) == .dead }
            let (job, errors) = try #require(try await fixture.administration.job(id))
            #expect(job.reason == "Trouble()")
            #expect(errors.map(\.attempt) == [1, 2, 3])
            #expect(try await !fixture.administration.retry(id))

            isBroken.store(false, ordering: .relaxed)
            #expect(try await fixture.administration.redriveDead(kind: "fail") == 1)
            runner.wake()
            try await eventually("it is done") { try await fixture.state(id) == .done }
            #expect(try await !fixture.administration.redrive(id))
        }
        #expect(fixture.notes == ["1", "2", "3", "1"])
    }

    @Test(arguments: Engine.required)
    func `what can never succeed is dead at once, with its reason`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let handler = JobHandler(kind: "never") { _ in throw JobFailure.permanent("no such address") }
        let runner = fixture.runner([handler])
        let (id, unknown) = (try await fixture.enqueue("never"), try await fixture.enqueue("nobody-knows"))
        try await during([{ try await runner.run() }]) {
            try await eventually("both are dead") {
                try await fixture.administration.list(state: .dead).map(\.id) == [unknown, id]
            }
        }
        #expect(try await fixture.administration.list(state: .dead, kind: "never").map(\.reason) == ["no such address"])
        let reasons = try await fixture.administration.list(kind: "nobody-knows").map(\.reason)
        #expect(reasons == ["No handler for the kind nobody-knows."])
    }

    @Test(arguments: Engine.required)
    func `a snooze waits without using an attempt`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let handler = JobHandler(kind: "snooze", policy: RetryPolicy(attempts: 1, first: 1, longest: 1)) { job in
            fixture.note("\(job.attempt)")
            if fixture.notes.count < 4 { throw JobFailure.snooze(seconds: 30) }
        }
        let runner = fixture.runner([handler])
        let id = try #require(try await fixture.enqueue("snooze"))
        try await during([{ try await runner.run() }]) {
            for count in 1...3 {
                try await eventually("run \(count)") { fixture.notes.count == count }
                try await eventually("it sleeps") { try await fixture.state(id) == .scheduled }
                fixture.clock.advance(seconds: 31)
            }
            try await eventually("it is done") { try await fixture.state(id) == .done }
        }
        #expect(fixture.notes == ["1", "1", "1", "1"])
        #expect(try await fixture.administration.job(id)?.errors == [])
    }

    @Test(arguments: Engine.required)
    func `a run that takes too long is cancelled and counts as failed`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let handler = JobHandler(kind: "slow", policy: RetryPolicy(attempts: 1, first: 1, longest: 1), timeout: 0.05) { _ in
            try await Task.sleep(for: .seconds(3600))
        }
        let runner = fixture.runner([handler])
        let id = try await fixture.enqueue("slow")
        try await during([{ try await runner.run() }]) {
            try await eventually("it is dead") { try await fixture.state(id) == .dead }
        }
        #expect(try await fixture.administration.list().map(\.reason) == ["The run took longer than 0.05 seconds."])
    }

    @Test(arguments: Engine.required)
    func `completes in the transaction of the effect, or not at all`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let isBroken = Atomic<Bool>(true)
        let handler = JobHandler(kind: "effect", policy: Self.policy) { [queue = fixture.queue] job in
            try await job.complete { tx in
                try queue.enqueue("later", payload: [], at: Timestamp(microseconds: .max / 2), in: tx)
                if isBroken.load(ordering: .relaxed) { throw Trouble() }
            }
        }
        let runner = fixture.runner([handler])
        let id = try await fixture.enqueue("effect")
        try await during([{ try await runner.run() }]) {
            try await eventually("it failed") { try await fixture.state(id) == .scheduled }
            #expect(try await fixture.administration.list(kind: "later").isEmpty)
            isBroken.store(false, ordering: .relaxed)
            fixture.clock.advance(seconds: 20)
            try await eventually("it is done") { try await fixture.state(id) == .done }
            #expect(try await fixture.administration.list(kind: "later").count == 1)
        }
    }

    @Test(arguments: Engine.required)
    func `no more runs of a kind at a time than it allows`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let running = Mutex((now: 0, most: 0))
        let handler = JobHandler(kind: "busy", concurrency: 3) { _ in
            running.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await Task.sleep(for: .milliseconds(10))
            running.withLock { $0.now -= 1 }
            fixture.note("ran")
        }
        for _ in 0..<20 { try await fixture.enqueue("busy") }
        let runner = fixture.runner([handler])
        try await during([{ try await runner.run() }]) { try await eventually("all ran") { fixture.notes.count == 20 } }
        #expect(running.withLock { $0.most } == 3)
    }
}
