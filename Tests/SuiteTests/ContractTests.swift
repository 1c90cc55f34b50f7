import HTTP
import JSON
import Orders
import TestKit
import Testing

extension SuiteStories {
    /// The contract with shops, case by case, through the doors that shops really use.
    @Suite(.serialized) struct ContractTests {
        private static let sideBySide = 8

        @Test(arguments: [SuiteArrangement.Kind.embedded, .split])
        func `every event of the table is answered and counted as promised`(kind: SuiteArrangement.Kind) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let token = try await suite.token("*", source: "*")
                let client = SuiteClient(address: suite.addresses[0], token: token)
                let verifier = try ReceiptVerifier(
                    jwks: try await client.request(.get, "/.well-known/relata-receipts.json").body)
                let topic = try await suite.kafka.asyncMap { try await ShopTopicDoor($0) }
                let doors = ContractDoors(client: client, topic: topic, verifier: verifier)
                try await during(topic.map { topic in [{ try await topic.receive() }] } ?? []) {
                    for door in IntakeExampleDoor.allCases where topic != nil || !door.isKafka {
                        try await play(door, doors)
                    }
                }
                await topic?.close()
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }

        /// All cases of a door, several at a time, and what the intake counts after them.
        private func play(_ door: IntakeExampleDoor, _ doors: ContractDoors) async throws {
            let cases = IntakeCases.all.filter { $0.doors.contains(door) }.map { MovedCase($0, to: door) }
            let before = try await doors.client.counts()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, story) in cases.enumerated() {
                    if index >= Self.sideBySide { try await group.next() }
                    group.addTask { try await doors.play(story, door) }
                }
                try await group.waitForAll()
            }
            let after = try await doors.client.counts()
            for (name, count) in after {
                let expected =
                    name == "received"
                    ? cases.map(\.steps.count).reduce(0, +) : cases.map { $0.counts[name, default: 0] }.reduce(0, +)
                #expect(count - before[name, default: 0] == expected, "\(door): \(name)")
            }
        }
    }
}

/// The doors of a running suite, and the receipts they give.
struct ContractDoors: Sendable {
    let client: SuiteClient
    let topic: ShopTopicDoor?
    let verifier: ReceiptVerifier

    func play(_ story: MovedCase, _ door: IntakeExampleDoor) async throws {
        var receipts: [JSONValue] = []
        for (index, step) in story.steps.enumerated() {
            let place = Comment("\(door), \(story.name), step \(index)")
            var status: Int?
            let json: JSONValue
            if door.isKafka {
                json = try await #require(topic).send(step.example, door, key: "\(door) \(story.name)")
            } else {
                let answer = try await client.send(step.example, door)
                let single = answer.json.array?.first
                status = single == nil ? answer.status : nil
                json = single ?? answer.json
                if door == .orders, answer.fields["Idempotent-Replayed"] == "true" {
                    #expect(step.answer.outcome == "duplicate", place)
                }
            }
            receipts.append(try check(json, status, step.answer, door, receipts, place))
        }
    }

    private func check(
        _ json: JSONValue, _ status: Int?, _ answer: IntakeCase.Answer, _ door: IntakeExampleDoor, _ before: [JSONValue],
        _ place: Comment
    ) throws -> JSONValue {
        let shown = json["order"] != nil && json["receipt"] != nil ? json["receipt"] ?? json : json
        let receipt = shown["first"] ?? shown["receipt"] ?? shown
        if let status {
            #expect(status == (door == .orders && answer.status == 202 ? 201 : answer.status), place)
        }
        // The same key at the door for orders is answered as the first time.
        if door != .orders || answer.outcome != "duplicate" {
            #expect((shown["outcome"] ?? receipt["outcome"])?.string == answer.outcome, place)
        }
        let problem = shown["code"] != nil ? shown : receipt["problem"]
        #expect(problem?["code"]?.string == answer.code, place)
        if let pointers = answer.pointers {
            #expect((problem?["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }.sorted() == pointers, place)
        }
        if let first = answer.firstStep {
            let isTheSame = receipt == before[first]
            #expect(isTheSame, place)
        }
        #expect(receipt["digest"]?.string?.hasPrefix("sha-256=:") == true, place)
        #expect(throws: Never.self, place) { try verifier.verify(receipt.json()) }
        return receipt
    }
}

/// A story of the table in a shop of one door's own, so that doors can share a database.
struct MovedCase: Sendable {
    let name: String
    let steps: [(example: IntakeExample, answer: IntakeCase.Answer)]
    let counts: [String: Int]

    init(_ story: IntakeCase, to door: IntakeExampleDoor) {
        let spaces = [UInt8](repeating: 0x20, count: (IntakeExampleDoor.allCases.firstIndex(of: door) ?? 0) + 1)
        name = story.name
        counts = story.counts
        steps = story.steps.map { step in
            var example = step.example
            if let document = example.document { example.document = document + spaces }
            if let source = example.attributes["source"]?.string, source.hasPrefix("urn:shop:"), !source.contains(" ") {
                example.attributes["source"] = .string("\(source):\(door)")
            } else if example.data.first == UInt8(ascii: "{") {
                example.data = Array("{\"door\":\"\(door)\",".utf8) + example.data.dropFirst()
            }
            return (example, step.answer)
        }
    }
}

extension Optional {
    func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
