import Core
import Database
import Events
import EventsKafka
import Observability
import TestKit
import Testing

@Suite struct KafkaTests {
    @Test(arguments: TransportConformance.Kind.brokers)
    func `a foreign record arrives as it was sent, once`(kind: TransportConformance.Kind) async throws {
        let story = TransportConformance()
        let transport = try await story.transport(kind, partitions: 1)
        let seen = Seen()
        let consumer = try await ServiceConsumer(
            name: story.group,
            database: TestDatabase.make(.sqlite, migrations: EventMigrations.all),
            subscriptions: [.records(story.topic) { record, _ in seen.add(record) }], clock: SystemClock(), logger: .silent,
            metrics: Metrics())
        let header = Record.Header("x-bytes", [0, 255])
        let records = [
            Record(topic: story.topic, key: nil, headers: [header, header], value: [0, 1, 255]),
            Record(topic: story.topic, key: "ключ", headers: [], value: []),
        ]
        #expect(await transport.publish(records) == [.acknowledged, .acknowledged])
        try await during([{ try await transport.deliver(to: consumer) }]) {
            try await eventually("both are there") { seen.records.count == 2 }
        }
        #expect(seen.records.map(\.key) == [nil, "ключ"])
        #expect(seen.records.map(\.value) == [[0, 1, 255], []])
        #expect(seen.records[0].headers == [header, header])
        #expect(seen.records.map(\.position) == [0, 1].map { Record.Position(partition: 0, offset: $0) })
        await transport.close()
    }

    @Test(arguments: TransportConformance.Kind.brokers)
    func `refuses a record that is too large and takes the next`(kind: TransportConformance.Kind) async throws {
        let story = TransportConformance()
        let transport = try await story.transport(kind, partitions: 1)
        let large = Record(topic: story.topic, key: "a", headers: [], value: Array(repeating: 7, count: 1_100_000))
        let results = await transport.publish([large, story.record("b", 1)])
        guard case .refused = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(results[1] == .acknowledged)
        await transport.close()
    }

    @Test(arguments: TransportConformance.Kind.brokers)
    func `makes topics that are missing, and does not mind those that are there`(kind: TransportConformance.Kind) async throws {
        let story = TransportConformance()
        let settings = kind == .kafka ? try await RealKafka.settings() : MockKafka.shared.settings
        let transport = try KafkaTransport(settings: settings, logger: .silent)
        let topic = KafkaTopic(name: story.topic, partitions: 3, replication: 1)
        try await transport.ensureTopics([topic])
        try await transport.ensureTopics([topic])
        #expect(await transport.publish([story.record("a", 1)]) == [.acknowledged])
        if kind == .kafka {
            let error = await #expect(throws: KafkaError.self) {
                try await transport.ensureTopics([KafkaTopic(name: "\(story.topic).2", partitions: 1, replication: 9)])
            }
            #expect(error?.description.contains("\(story.topic).2") == true)
        }
        await transport.close()
    }

    @Test func `says what to do when nobody answers, and stops waiting when told to`() async throws {
        let settings = KafkaSettings(bootstrap: "127.0.0.1:1")
        let transport = try KafkaTransport(settings: settings, logger: .silent)
        let error = await #expect(throws: KafkaError.self) { try await transport.check() }
        #expect(error?.message.hasPrefix("Kafka at 127.0.0.1:1 does not answer: ") == true)
        #expect(error?.message.hasSuffix("Start it, or correct its address.") == true)
        let story = TransportConformance()
        let waiting = Task { await transport.publish([story.record("a", 1)]) }
        waiting.cancel()
        #expect(await waiting.value == [.unavailable("Stopped while waiting for the broker.")])
        await transport.close()
    }

    @Test func `refuses a setting that the client does not know`() {
        let error = #expect(throws: KafkaError.self) {
            try KafkaTransport(settings: KafkaSettings(bootstrap: "x", extra: ["sasl.pasword": "secret"]), logger: .silent)
        }
        #expect(error?.message.contains("sasl.pasword") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func `waits while the broker is down and goes on in order`() async throws {
        let mock = MockKafka(brokers: 1)
        let story = TransportConformance()
        mock.create(topic: story.topic, partitions: 1)
        let transport = try KafkaTransport(settings: mock.settings, logger: .silent)
        let seen = Seen()
        let consumer = try await ServiceConsumer(
            name: story.group, database: TestDatabase.make(.sqlite, migrations: EventMigrations.all),
            subscriptions: [.records(story.topic) { record, _ in seen.add(record) }], clock: SystemClock(), logger: .silent,
            metrics: Metrics())
        try await during([{ try await transport.deliver(to: consumer) }]) {
            #expect(await transport.publish([story.record("a", 1)]) == [.acknowledged])
            mock.setBroker(1, up: false)
            async let results = transport.publish((2...20).map { story.record("a", $0) })
            await #expect(throws: KafkaError.self) { try await transport.check() }
            mock.setBroker(1, up: true)
            #expect(await results == Array(repeating: .acknowledged, count: 19))
            try await eventually("all arrived") { seen.records.count >= 20 }
        }
        #expect(seen.records.map { String(decoding: $0.value, as: UTF8.self) } == (1...20).map(String.init))
        await transport.close()
    }

    @Test func `makes a client that broke anew`() async throws {
        let mock = MockKafka(brokers: 1)
        let story = TransportConformance()
        mock.create(topic: story.topic, partitions: 1)
        let log = RecordingLog()
        let transport = try KafkaTransport(settings: mock.settings, logger: log.logger)
        #expect(await transport.publish([story.record("a", 1)]) == [.acknowledged])
        // 29: not authorized; what was sent behind it must not be taken.
        mock.fail(request: 0, errors: [29])
        let results = await transport.publish((2...5).map { story.record("a", $0) })
        #expect(!results.contains(.acknowledged))
        try await eventually("it works again") { await transport.publish([story.record("a", 2)]) == [.acknowledged] }
        #expect(log.records.contains { $0.level == .error })
        await transport.close()
    }
}
