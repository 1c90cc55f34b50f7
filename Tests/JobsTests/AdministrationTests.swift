import Core
import Database
import Jobs
import TestKit
import Testing

@Suite struct AdministrationTests {
    private func fixture(_ engine: Engine) async throws -> JobQueueConformance {
        try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
    }

    @Test(arguments: Engine.required)
    func `lists by state and kind, newest first, page by page`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        var ids: [ID] = []
        for number in 0..<5 {
            ids.append(try #require(try await fixture.enqueue("a", "\(number)", inSeconds: number == 0 ? 60 : 0)))
        }
        let other = try await fixture.enqueue("b")
        #expect(try await fixture.administration.list(kind: "a", limit: 2).map(\.id) == [ids[4], ids[3]])
        #expect(try await fixture.administration.list(kind: "a", before: ids[3], limit: 2).map(\.id) == [ids[2], ids[1]])
        #expect(try await fixture.administration.list(state: .scheduled).map(\.id) == [ids[0]])
        #expect(try await fixture.administration.list(state: .ready).map(\.id).first == other)
        let counts = try await fixture.administration.counts().map { "\($0.kind) \($0.state) \($0.count)" }
        #expect(counts == ["a ready 4", "a scheduled 1", "b ready 1"])
    }

    @Test(arguments: Engine.required)
    func `cancels what waits, what runs and what is dead`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let handler = JobHandler(kind: "long") { _ in
            fixture.note("begins")
            do { try await Task.sleep(for: .seconds(3600)) } catch {
                fixture.note("told")
                throw error
            }
        }
        let dying = JobHandler(kind: "dying") { _ in throw JobFailure.permanent("no") }
        let runner = fixture.runner([handler, dying], lease: 0.3)
        let waiting = try #require(try await fixture.enqueue("long", inSeconds: 3600))
        let running = try #require(try await fixture.enqueue("long"))
        let dead = try #require(try await fixture.enqueue("dying"))
        try await during([{ try await runner.run() }]) {
            try await eventually("it runs") { fixture.notes == ["begins"] }
            try await eventually("it is dead") { try await fixture.state(dead) == .dead }
            for id in [waiting, running, dead] { #expect(try await fixture.administration.cancel(id)) }
            try await eventually("the run is told") { fixture.notes == ["begins", "told"] }
        }
        for id in [waiting, running, dead] {
            #expect(try await fixture.state(id) == .cancelled)
            #expect(try await !fixture.administration.cancel(id))
        }
        #expect(try await fixture.administration.redrive(waiting))
        #expect(try await fixture.state(waiting) == .ready)
    }

    @Test(arguments: Engine.required)
    func `does not redrive beside a live job of the same unique key`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        var dead: [ID] = []
        for _ in 0..<2 {
            let id = try #require(try await fixture.enqueue("a", uniqueKey: "k"))
            let runner = fixture.runner([JobHandler(kind: "a") { _ in throw JobFailure.permanent("no") }])
            try await during([{ try await runner.run() }]) {
                try await eventually("it is dead") { try await fixture.state(id) == .dead }
            }
            dead.append(id)
        }
        #expect(try await fixture.administration.redriveDead(kind: "a") == 1)
        #expect(try await fixture.state(dead[1]) == .ready)
        #expect(try await !fixture.administration.redrive(dead[0]))
    }

    @Test(arguments: Engine.required)
    func `retention removes what is finished and old, and nothing live or dead`(engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let runner = fixture.runner([
            fixture.noting("note"), JobHandler(kind: "dying") { _ in throw JobFailure.permanent("no") },
        ])
        let (old, dead) = (try await fixture.enqueue("note"), try await fixture.enqueue("dying"))
        let live = try await fixture.enqueue("note", inSeconds: 100_000)
        var young: ID?
        try await during([{ try await runner.run() }]) {
            try await eventually("they end") { try await fixture.administration.list(state: .scheduled).count == 1 }
            try await eventually("they end") {
                let states = try await [fixture.state(old), fixture.state(dead)]
                return states == [.done, .dead]
            }
            fixture.clock.advance(seconds: 3600)
            young = try await fixture.enqueue("note")
            try await eventually("it ends") { try await fixture.state(young) == .done }
        }
        try await runner.purge(before: fixture.clock.now().adding(seconds: -60))
        #expect(try await fixture.state(old) == nil)
        #expect(try await fixture.state(dead) == .dead)
        #expect(try await fixture.state(live) == .scheduled)
        #expect(try await fixture.state(young) == .done)
    }

    @Test func `waits double up to the longest, give or take a fifth, and end with the attempts`() {
        let policy = RetryPolicy(attempts: 6, first: 2, longest: 20)
        #expect((1...6).map { policy.delay(after: $0, random: 0.5) } == [2, 4, 8, 16, 20, nil])
        #expect(policy.delay(after: 1, random: 0) == 1.6)
        #expect((2.39...2.4).contains(policy.delay(after: 1, random: 0.999_999) ?? 0))
    }
}
