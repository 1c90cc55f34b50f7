import Database
import HTTP
import JSON
import TestKit
import Testing

/// Events that share a transaction and speak of the same things.
struct IntakeBatchTests {
    private static let source = "urn:shop:1"

    private static func event(_ type: String, _ id: String, _ data: JSONValue) -> IntakeExample {
        IntakeExample("shop.order.\(type).v1", id: id, source: source, data: data)
    }

    private static func placed(_ id: String, _ number: String, name: String = "Ada") throws -> IntakeExample {
        var example = try #require(IntakeCases.all.first).steps[0].example
        example.attributes["id"] = .string(id)
        example.attributes["source"] = .string(source)
        let text = String(decoding: example.data, as: UTF8.self)
        example.data = Array(text.replacing("N-1", with: number).replacing("Ada", with: name).utf8)
        return example
    }

    /// More than any order has.
    private static func excessive(_ id: String, _ number: String) -> IntakeExample {
        event("shipped", id, ["number": .string(number), "lines": [["line": 1, "quantity": 1_000_000]]])
    }

    /// Each event finds what the ones before it left, though all were looked up together.
    private static func story() throws -> [IntakeExample] {
        let paid = event("paid", "p", ["number": "N-1", "amount": 3700, "reference": "P"])
        let hopeless = excessive("w", "N-2")
        return [
            paid, paid, try placed("o", "N-1"), try placed("o", "N-1"), paid, try placed("o", "N-1", name: "Bob"),
            try placed("o2", "N-1"), try placed("o3", "N-1", name: "Bob"), event("shipped", "s", ["number": "N-1", "lines": 3]),
            event("shipped", "s", ["number": "N-1", "lines": 3]), event("shipped", "s", ["number": "N-1"]),
            // Waits, and is rejected once its order is there: then another order's event may have its name.
            hopeless, try placed("q", "N-2"), hopeless, excessive("w", "N-1"), try placed("w", "N-3"),
        ]
    }

    @Test(arguments: Engine.required)
    func `events of a batch are answered as if each had come alone`(engine: Engine) async throws {
        let story = try Self.story()
        let alone = try await IntakeHarness(engine)
        var expected: [String] = []
        for event in story { expected.append(try await alone.send(event, .httpStructured).outcome) }

        let together = try await IntakeHarness(engine)
        let body = Array("[".utf8) + story.map(\.structured).joined(separator: Array(",".utf8)) + Array("]".utf8)
        let answer = try await together.request(
            .post, "/v1/events", [("content-type", "application/cloudevents-batch+json")], body)
        #expect(answer.json.array?.compactMap { $0["outcome"]?.string } == expected)
        #expect(expected.contains("waiting") && expected.contains("conflict") && expected.last == "accepted")

        for path in ["received", "accepted", "waiting", "rejected", "superseded", "duplicates"] {
            #expect(
                try await together.get("/v1/order-intake")[path] == alone.get("/v1/order-intake")[path], "\(path)")
        }
    }
}
