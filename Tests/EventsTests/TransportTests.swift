import Core
import Database
import Events
import Synchronization
import TestKit
import Testing

/// What every transport promises, from a committed outbox row to a committed effect.
@Suite struct TransportTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        let kind: TransportConformance.Kind
        let engine: Engine
        var testDescription: String { "\(kind.rawValue) over \(engine.rawValue)" }
    }

    private static let cases = TransportConformance.Kind.present.flatMap { kind in
        Engine.required.map { Case(kind: kind, engine: $0) }
    }

    @Test(arguments: cases)
    private func `every event has its effect once, in order per key, though acknowledgements get lost`(_ test: Case) async throws
    {
        let story = TransportConformance()
        let teller = try await TestDatabase.make(test.engine, migrations: TransportConformance.migrations)
        let hearer = try await TestDatabase.make(test.engine, migrations: TransportConformance.migrations)
        let inner = try await story.transport(test.kind)
        // Every third acknowledgement of a call is lost after the other side took the record.
        let transport = RecordingTransport(passingTo: inner) { record, attempt in
            attempt < 12 && (record.value.count + attempt).isMultiple(of: 3) ? .unavailable("lost") : .acknowledged
        }
        let relay = story.relay(teller, transport)
        let consumer = story.consumer(hearer)
        (inner as? InProcessTransport)?.register(consumer)
        let keys = ["a", "b", "c", "d", "e"]
        try await during([{ try await relay.run() }, { try await transport.deliver(to: consumer) }]) {
            for number in 1...40 {
                try await teller.write { tx in for key in keys { try story.tell(key, number, in: tx) } }
                relay.wake()
            }
            try await eventually("all effects are there", within: 30) { try await story.effects(hearer).count >= 200 }
            try await eventually("the outbox is empty") { try await story.outboxCount(teller) == 0 }
        }
        let effects = try await story.effects(hearer)
        for key in keys { #expect(effects.filter { $0.key == key }.map(\.number) == Array(1...40)) }
        await inner.close()
    }

    @Test(arguments: TransportConformance.Kind.present)
    func `each group gets all events`(kind: TransportConformance.Kind) async throws {
        let story = TransportConformance()
        let databases = try await [
            TestDatabase.make(.sqlite, migrations: TransportConformance.migrations),
            TestDatabase.make(.sqlite, migrations: TransportConformance.migrations),
        ]
        let transport = try await story.transport(kind)
        let groups = databases.indices.map { index in
            Renamed(name: "\(story.group).\(index)", inner: story.consumer(databases[index]))
        }
        for group in groups { (transport as? InProcessTransport)?.register(group) }
        try await during(groups.map { group in { try await transport.deliver(to: group) } }) {
            var rest = (1...10).map { story.record("a", $0) }
            try await eventually("the groups take them") {
                let results = await transport.publish(rest)
                rest = zip(rest, results).filter { $0.1 != .acknowledged }.map(\.0)
                return rest.isEmpty
            }
            for database in databases {
                try await eventually("its group has all") { try await story.effects(database).map(\.number) == Array(1...10) }
            }
        }
        await transport.close()
    }

    private struct Renamed: ConsumerGroup {
        let name: String
        let inner: ServiceConsumer
        var topics: [String] { inner.topics }
        func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] { try await inner.assign(partitions) }
        func apply(_ records: [Record]) async throws { try await inner.apply(records) }
    }
}
