import Core
import Database
import Jobs
import TestKit
import Testing

/// What operators are told of a queue at one look.
@Suite struct OverviewTests {
    @Test(arguments: Engine.required)
    func `what waits, what failed and why is told by kind`(engine: Engine) async throws {
        let fixture = try await JobQueueConformance(TestDatabase.make(engine, migrations: JobQueueConformance.migrations))
        let begin = fixture.clock.now()
        #expect(try await fixture.administration.overview(finishedAfter: begin).isEmpty)
        #expect(try await fixture.administration.oldestDue() == nil)
        let handlers = [
            fixture.noting("good"),
            JobHandler(kind: "dying") { _ in throw JobFailure.permanent("no such address") },
            JobHandler(kind: "failing", policy: RetryPolicy(attempts: 9, first: 1000, longest: 1000)) { _ in
                throw Refusal(.unavailable, "refused", "The mail server refuses.")
            },
        ]
        for kind in ["good", "good", "dying", "dying", "failing"] {
            try await fixture.enqueue(kind)
            fixture.clock.advance(seconds: 1)
        }
        try await fixture.enqueue("later", inSeconds: 3600)
        let runner = fixture.runner(handlers)
        try await during([{ try await runner.run() }]) {
            try await eventually("all have run") {
                try await fixture.administration.overview(finishedAfter: begin).allSatisfy {
                    $0.state != .ready && $0.state != .running
                }
            }
        }
        let counts = try await fixture.administration.overview(finishedAfter: begin)
        #expect(
            counts == [
                JobCount(kind: "dying", state: .dead, count: 2), JobCount(kind: "failing", state: .scheduled, count: 1),
                JobCount(kind: "good", state: .done, count: 2), JobCount(kind: "later", state: .scheduled, count: 1),
            ])
        let troubles = try await fixture.administration.troubles()
        #expect(troubles.map(\.kind) == ["failing", "dying"] && troubles.map(\.count) == [1, 2])
        #expect(troubles.map(\.state) == [.scheduled, .dead])
        #expect(troubles.map(\.reason) == ["refused: The mail server refuses.", "no such address"])
        #expect(troubles[0].since == begin.adding(seconds: 4))
        // What is only waiting for its time is no trouble, what ended long ago is not told of, what is due says since when.
        #expect(try await !fixture.administration.overview(finishedAfter: fixture.clock.now()).contains { $0.state == .done })
        try await fixture.enqueue("good")
        let due = fixture.clock.now()
        fixture.clock.advance(seconds: 60)
        try await fixture.enqueue("good")
        #expect(try await fixture.administration.oldestDue() == due)
    }
}
