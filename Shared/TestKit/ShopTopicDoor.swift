package import Events
package import EventsKafka
package import JSON
import Observability
import Synchronization

/// A shop at its Kafka topic: sends events and reads the receipts for them.
package final class ShopTopicDoor: ConsumerGroup {
    package let name = "shop.\(TestDatabase.uniqueName())"
    package let topics = ["shop.receipts.v1"]
    private let transport: KafkaTransport
    private let receipts = Mutex<[String: [JSONValue]]>([:])
    /// By key, how many receipts were looked at and which events were sent.
    private let said = Mutex<[String: (seen: Int, ids: Set<String>)]>([:])

    package init(_ settings: KafkaSettings) async throws {
        transport = try KafkaTransport(settings: settings, logger: .silent)
    }

    package func close() async { await transport.close() }

    /// Reads receipts until the task is cancelled.
    package func receive() async throws { try await transport.deliver(to: self) }

    package func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] { [:] }

    package func apply(_ records: [Record]) async throws {
        for record in records {
            let receipt = try JSONValue.parse(record.value, limits: JSONLimits(depth: 40, bytes: 1 << 20))
            receipts.withLock { $0[record.key ?? "", default: []].append(receipt) }
        }
    }

    /// Returns once the broker has it.
    package func put(_ example: IntakeExample, _ door: IntakeExampleDoor, key: String) async throws {
        let isBinary = door == .kafkaBinary
        let headers = isBinary ? example.headers(prefix: "ce_") : [("content-type", "application/cloudevents+json")]
        let record = Record(
            topic: "shop.orders.v1", key: key, headers: headers.map { Record.Header($0.0, Array($0.1.utf8)) },
            value: isBinary ? example.data : example.structured)
        let result = await transport.publish([record])
        guard result == [.acknowledged] else { throw TestSetupError("Kafka did not take \(example.id): \(result)") }
    }

    /// Sends it and waits for its receipt, which comes after those of earlier events that waited for it. One at a time for each
    /// key.
    package func send(_ example: IntakeExample, _ door: IntakeExampleDoor, key: String) async throws -> JSONValue {
        let (seen, earlier) = said.withLock { $0[key, default: (0, [])] }
        try await put(example, door, key: key)
        var found: (index: Int, receipt: JSONValue)?
        try await eventually("a receipt for \(key)", within: 60) {
            let all = receipts.withLock { $0[key, default: []] }
            let index = all.indices.dropFirst(seen).first { index in
                // A repetition names only the first one; what waited is never answered as a repetition when it is released.
                guard let id = all[index]["id"]?.string else { return true }
                return id == example.id || !earlier.contains(id)
            }
            found = index.map { ($0, all[$0]) }
            return found != nil
        }
        guard let found else { return .null }
        said.withLock { $0[key] = (found.index + 1, earlier.union([example.id])) }
        return found.receipt
    }
}
