import Core
import Database
import Jobs
import Synchronization
import TestKit
import Testing

/// Workers that die, stop or are taken for dead.
@Suite struct LeaseTests {
    /// Keeps a run going until a test opens it.
    private final class Gate: Sendable {
        private let isOpen = Atomic<Bool>(false)
        func open() { isOpen.store(true, ordering: .relaxed) }
        func wait() async throws { try await eventually("the gate opens") { self.isOpen.load(ordering: .relaxed) } }
    }

    private func fixture(_ engine: Engine) async throws -> JobQueueConformance {
        try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
    }

    @Test(arguments: Engine.required)
    func `a dead worker's job starts elsewhere after its lease, and not before`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let id = try #require(try await fixture.enqueue("note", "x"))
        let other = try await fixture.enqueue("note", "y", inSeconds: 10)
        try await fixture.lease(id, seconds: 15)
        let runner = fixture.runner([fixture.noting("note")])
        try await during([{ try await runner.run() }]) {
            fixture.clock.advance(seconds: 14)
            try await eventually("the other ran") { try await fixture.state(other) == .done }
            #expect(fixture.notes == ["y"])
            fixture.clock.advance(seconds: 2)
            try await eventually("it ran") { try await fixture.state(id) == .done }
        }
        let (job, errors) = try #require(try await fixture.administration.job(id))
        #expect(job.attempt == 2)
        #expect(job.crashes == 1)
        #expect(errors.map(\.reason) == ["The worker dead died during the run."])
    }

    @Test(arguments: Engine.required)
    func `a job whose worker died three times is dead`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let id = try #require(try await fixture.enqueue("poison"))
        // A runner without a handler for it only rescues.
        let runner = fixture.runner([fixture.noting("note")])
        for death in 1...3 {
            try await fixture.lease(id, seconds: -1)
            if death == 3 {
                try await during([{ try await runner.run() }]) {
                    try await eventually("it is dead") { try await fixture.state(id) == .dead }
                }
            } else {
                let rescuer = fixture.runner([
                    JobHandler(kind: "poison", concurrency: 1) { _ in throw JobFailure.snooze(seconds: 0) }
                ])
                try await during([{ try await rescuer.run() }]) {
                    try await eventually("it is rescued") {
                        try await fixture.administration.job(id)?.job.crashes == death
                    }
                }
            }
        }
        #expect(try await fixture.administration.job(id)?.job.reason == "Its worker died 3 times during the run.")
    }

    @Test(arguments: Engine.required)
    func `who was taken for dead changes nothing when it comes back`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let gate = Gate()
        let stale = Mutex<[JobFailure]>([])
        let handler = JobHandler(kind: "slow", policy: RetryPolicy(attempts: 5, first: 1, longest: 1)) { job in
            fixture.note("\(job.attempt)")
            guard job.attempt == 1 else { return try await job.complete { _ in fixture.note("effect of \(job.attempt)") } }
            try await gate.wait()
            do {
                try await job.complete { _ in fixture.note("effect of 1") }
            } catch let failure as JobFailure {
                stale.withLock { $0.append(failure) }
                throw failure
            }
        }
        // The lease is renewed too seldom to matter here.
        let runner = fixture.runner([handler], worker: "slow", lease: 600)
        let other = fixture.runner([handler], worker: "other", lease: 600)
        let id = try await fixture.enqueue("slow")
        try await during([{ try await runner.run() }]) {
            try await eventually("it runs") { fixture.notes == ["1"] }
            fixture.clock.advance(seconds: 601)
            try await during([{ try await other.run() }]) {
                try await eventually("it ran elsewhere") { try await fixture.state(id) == .done }
            }
            gate.open()
            try await eventually("the first gave up") { stale.withLock { $0 } == [.stale] }
        }
        #expect(fixture.notes == ["1", "2", "effect of 2"])
        let jobs = try await fixture.administration.list()
        #expect(jobs.map(\.state) == [.done])
        #expect(jobs.map(\.attempt) == [2])
    }

    @Test(arguments: Engine.required)
    func `a long run keeps its lease`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let gate = Gate()
        let handler = JobHandler(kind: "long") { job in
            fixture.note("\(job.attempt)")
            try await gate.wait()
        }
        let runner = fixture.runner([handler], lease: 0.3)
        let other = fixture.runner([handler], worker: "other", lease: 0.3)
        let id = try await fixture.enqueue("long")
        func lease() async throws -> Timestamp? {
            try await fixture.database.read { try $0.first("SELECT lease_until FROM jobs") { $0.timeOrNil(0) } ?? nil }
        }
        try await during([{ try await runner.run() }, { try await other.run() }]) {
            try await eventually("it runs") { fixture.notes == ["1"] }
            for _ in 1...10 {
                fixture.clock.advance(seconds: 0.2)
                let due = fixture.clock.now().adding(seconds: 0.3)
                try await eventually("its lease is renewed") { try await lease() == due }
            }
            gate.open()
            try await eventually("it is done") { try await fixture.state(id) == .done }
        }
        #expect(fixture.notes == ["1"])
    }

    @Test(arguments: Engine.required)
    func `a stop lets running jobs end, and gives the others back as if they had not begun`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let gate = Gate()
        let short = JobHandler(kind: "short") { _ in
            fixture.note("short begins")
            try await gate.wait()
        }
        let long = JobHandler(kind: "long") { _ in
            fixture.note("long begins")
            try await Task.sleep(for: .seconds(3600))
        }
        let runner = fixture.runner([short, long], stopAfter: 0.5)
        let first = try await fixture.enqueue("short")
        let second = try #require(try await fixture.enqueue("long"))
        let running = Task { try await runner.run() }
        try await eventually("both run") { fixture.notes.count == 2 }
        running.cancel()
        gate.open()
        try await running.value
        #expect(try await fixture.state(first) == .done)
        let (job, errors) = try #require(try await fixture.administration.job(second))
        #expect(job.state == .ready)
        #expect(job.attempt == 0)
        #expect(errors.isEmpty)
    }

    @Test(arguments: Engine.required)
    func `a stopping runner leases nothing more`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let gate = Gate()
        let handler = JobHandler(kind: "one", concurrency: 1) { _ in
            fixture.note("ran")
            try await gate.wait()
        }
        let runner = fixture.runner([handler])
        let ids = [try await fixture.enqueue("one"), try await fixture.enqueue("one")]
        let running = Task { try await runner.run() }
        try await eventually("one runs") { fixture.notes.count == 1 }
        running.cancel()
        gate.open()
        try await running.value
        #expect(try await fixture.state(ids[0]) == .done)
        #expect(try await fixture.state(ids[1]) == .ready)
    }
}
