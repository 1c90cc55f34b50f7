import Core
import Database
import HTTP
import JSON
import Orders
import TestKit
import Testing

/// Events that arrive at one moment.
struct IntakeRaceTests {
    private let order: IntakeExample

    init() throws {
        order = try #require(IntakeCases.all.first).steps[0].example
    }

    private func outcomes(_ intake: IntakeHarness, _ examples: [(IntakeExample, IntakeExampleDoor)]) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for (example, door) in examples {
                group.addTask { try await intake.send(example, door).outcome }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
    }

    private func isBalanced(_ intake: IntakeHarness, received: Int64) async throws {
        let json = try await intake.get("/v1/order-intake")
        #expect(json["balanced"]?.bool == true)
        #expect(json["received"]?.int == received)
    }

    @Test(arguments: Engine.required) func `the same event many times at one moment is accepted once`(engine: Engine) async throws
    {
        let intake = try await IntakeHarness(engine)
        for round in 0..<5 {
            var example = order
            example.attributes["id"] = .string("e\(round)")
            example.data = Array(String(decoding: order.data, as: UTF8.self).replacing("N-1", with: "N-\(round)").utf8)
            let doors: [IntakeExampleDoor] = [.httpBinary, .httpStructured, .httpBatch, .httpBinary, .httpStructured]
            #expect(
                try await outcomes(intake, doors.map { (example, $0) })
                    == ["accepted", "duplicate", "duplicate", "duplicate", "duplicate"])
        }
        try await isBalanced(intake, received: 25)
    }

    @Test(arguments: Engine.required) func `the same refused event many times at one moment is kept once`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        var example = order
        example.data = Array("{}".utf8)
        let outcomes = try await outcomes(intake, Array(repeating: (example, .httpStructured), count: 8))
        #expect(outcomes == Array(repeating: "rejected", count: 8))
        let json = try await intake.get("/v1/order-intake")
        #expect(json["rejected"]?.int == 1)
        #expect(json["duplicates"]?.int == 7)
    }

    @Test(arguments: Engine.required) func `one number under many ids at one moment is one order`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        let examples = (0..<8).map { index in
            var example = order
            example.attributes["id"] = .string("e\(index)")
            if index >= 4 { example.data = Array(String(decoding: order.data, as: UTF8.self).replacing("Ada", with: "Bob").utf8) }
            return (example, IntakeExampleDoor.httpStructured)
        }
        let outcomes = try await outcomes(intake, examples)
        #expect(outcomes.filter { $0 == "accepted" }.count == 1)
        #expect(outcomes.filter { $0 == "duplicate" }.count == 3)
        #expect(outcomes.filter { $0 == "conflict" }.count == 4)
        try await isBalanced(intake, received: 8)
    }

    @Test(arguments: Engine.required) func `what arrives beside its order is never left waiting`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        for round in 0..<10 {
            let number = "N-\(round)"
            var placed = order
            placed.attributes["id"] = .string("o\(round)")
            placed.data = Array(String(decoding: order.data, as: UTF8.self).replacing("N-1", with: number).utf8)
            let source = order.source
            let paid = IntakeExample(
                "shop.order.paid.v1", id: "p\(round)", source: source,
                data: ["number": .string(number), "amount": 3700, "reference": "P"])
            let shipped = IntakeExample(
                "shop.order.shipped.v1", id: "s\(round)", source: source, data: ["number": .string(number)])
            _ = try await outcomes(
                intake, [(shipped, .httpBinary), (paid, .httpBinary), (placed, .httpBinary), (paid, .httpStructured)])
        }
        let json = try await intake.get("/v1/order-intake")
        #expect(json["waiting"]?.int == 0)
        #expect(json["accepted"]?.int == 30)
        #expect(json["duplicates"]?.int == 10)
    }

    @Test(arguments: Engine.required) func `batches that cross each other's orders all come through`(engine: Engine) async throws
    {
        let intake = try await IntakeHarness(engine)
        let events = (0..<60).map { index in
            var example = order
            example.attributes["id"] = .string("e\(index)")
            example.data = Array(String(decoding: order.data, as: UTF8.self).replacing("N-1", with: "N-\(index)").utf8)
            return example.structured
        }
        let fields = [("content-type", "application/cloudevents-batch+json")]
        let orders: [[[UInt8]]] = [events, events.reversed(), events, events.reversed()]
        let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
            for order in orders {
                let body = Array("[".utf8) + order.joined(separator: Array(",".utf8)) + Array("]".utf8)
                group.addTask {
                    let answer = try await intake.request(.post, "/v1/events", fields, body)
                    return (answer.json.array ?? []).compactMap { $0["outcome"]?.string }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(outcomes.filter { $0 == "accepted" }.count == 60)
        #expect(outcomes.filter { $0 == "duplicate" }.count == 180)
        try await isBalanced(intake, received: 240)
    }
}
