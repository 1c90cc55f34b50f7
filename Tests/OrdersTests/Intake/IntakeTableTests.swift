import Database
import HTTP
import JSON
import Orders
import TestKit
import Testing

/// The contract, case by case.
struct IntakeTableTests {
    static let ways = Engine.required.flatMap { engine in IntakeExampleDoor.allCases.map { (engine, $0) } }

    @Test(arguments: ways) func `answers and counts every event of the table as promised`(
        engine: Engine, door: IntakeExampleDoor
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let verifier = try ReceiptVerifier(jwks: try await intake.request(.get, "/.well-known/relata-receipts.json").body)
        var before = try await counts(intake)
        for story in IntakeCases.all where story.doors.contains(door) {
            var receipts: [JSONValue?] = []
            for (index, step) in story.steps.enumerated() {
                let place = Comment("\(story.name), step \(index)")
                let reply = try await intake.send(step.example, door)
                try check(reply, step, door, receipts, place)
                if let document = reply.receipt { try #require(try verifier.verify(document.json()).count == 1) }
                receipts.append(reply.receipt)
            }
            let after = try await counts(intake)
            for (name, count) in after {
                let expected = name == "received" ? story.steps.count : story.counts[name, default: 0]
                #expect(count - before[name, default: 0] == expected, "\(story.name): \(name)")
            }
            before = after
        }
    }

    private func check(
        _ reply: IntakeHarness.Reply, _ step: IntakeCase.Step, _ door: IntakeExampleDoor, _ receipts: [JSONValue?],
        _ place: Comment
    ) throws {
        let answer = step.answer
        #expect(reply.outcome == answer.outcome, place)
        if let status = reply.status {
            #expect(status == (door == .orders && answer.status == 202 ? 201 : answer.status), place)
        }
        #expect(reply.problem?["code"]?.string == answer.code, place)
        if let pointers = answer.pointers {
            let told = (reply.problem?["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
            #expect(told.sorted() == pointers, place)
        }
        let receipt = try #require(reply.receipt, place)
        if let first = answer.firstStep {
            let isTheSame = receipt == receipts[first]
            #expect(isTheSame, place)
        }
        #expect(receipt["digest"]?.string?.hasPrefix("sha-256=:") == true, place)
    }

    /// Also that the equation balances.
    private func counts(_ intake: IntakeHarness) async throws -> [String: Int] {
        let json = try await intake.get("/v1/order-intake")
        #expect(json["balanced"]?.bool == true)
        var counts: [String: Int] = [:]
        for name in ["received", "accepted", "waiting", "rejected", "superseded", "discarded", "duplicates"] {
            counts[name] = json[name]?.int.map(Int.init)
        }
        #expect(counts.count == 7)
        return counts
    }
}
