package import Core
package import Database
package import Events
import EventsKafka
import Observability
import Synchronization

/// Two services over a transport: one tells numbers under keys, the other writes each down as an effect.
package struct TransportConformance: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case inProcess, mockKafka, kafka

        /// Those that can run here.
        package static let present = allCases.filter { $0 != .kafka || RealKafka.isPresent }
        package static let brokers = present.filter { $0 != .inProcess }
    }

    package struct Effect: Hashable, Sendable, CustomStringConvertible {
        package let key: String
        package let number: Int

        package init(_ key: String, _ number: Int) {
            self.key = key
            self.number = number
        }

        package var description: String { "\(key)\(number)" }
    }

    package static let migrations =
        EventMigrations.all + [
            Migration(
                "conformance-0001-effects",
                ["CREATE TABLE effects (seq \(.serial), record_key \(.text) NOT NULL, number \(.bigint) NOT NULL) \(.strict)"])
        ]

    package let topic: String
    package let group: String
    package let clock: any WallClock
    package let outbox: Outbox
    private let ids: IdentifierSource

    package init(clock: any WallClock = SystemClock()) {
        let name = TestDatabase.uniqueName()
        topic = "topic.\(name)"
        group = "group.\(name)"
        self.clock = clock
        ids = IdentifierSource(clock: clock)
        outbox = Outbox(source: "/teller", topic: topic, clock: clock, ids: ids, wake: {})
    }

    /// A transport with this story's topic on it.
    package func transport(_ kind: Kind, partitions: Int = 4) async throws -> any EventTransport {
        switch kind {
        case .inProcess: return InProcessTransport()
        case .mockKafka:
            MockKafka.shared.create(topic: topic, partitions: partitions)
            return try KafkaTransport(settings: MockKafka.shared.settings, logger: .silent)
        case .kafka:
            let transport = try KafkaTransport(settings: await RealKafka.settings(), logger: .silent)
            try await transport.ensureTopics([KafkaTopic(name: topic, partitions: partitions, replication: 1)])
            return transport
        }
    }

    package func relay(_ database: any Database, _ transport: any EventTransport) -> Relay {
        Relay(database: database, transport: transport, logger: .silent, metrics: Metrics(), clock: clock, name: "teller")
    }

    /// Writes each event down; `judge` may throw first.
    package func consumer(
        _ database: any Database, judge: @escaping @Sendable (Effect) throws -> Void = { _ in }
    ) -> ServiceConsumer {
        let subscription = Subscription.events(topic) { event, tx in
            let effect = Effect(event.key, Int(String(decoding: event.data, as: UTF8.self)) ?? -1)
            try tx.execute(Self.write, [.text(effect.key), .int(effect.number)])
            try judge(effect)
        }
        return ServiceConsumer(
            name: group, database: database, subscriptions: [subscription], clock: clock, logger: .silent, metrics: Metrics())
    }

    /// Commits one event in a transaction of its own, and the transaction with `failure` rolls back.
    package func tell(_ key: String, _ number: Int, _ database: any Database, failure: (any Error)? = nil) async throws {
        try await database.write { tx in
            try tell(key, number, in: tx)
            if let failure { throw failure }
        }
    }

    package func tell(_ key: String, _ number: Int, in tx: Transaction) throws {
        try tx.lock(key: key)
        try outbox.append("test.told.v1", key: key, data: Array("\(number)".utf8), in: tx)
    }

    /// The event as a broker would hand it over.
    package func record(_ key: String, _ number: Int, id: String? = nil, offset: Int64? = nil) -> Record {
        let event = Event(
            id: id ?? ids.next().description, source: "/teller", type: "test.told.v1", key: key, time: clock.now(),
            data: Array("\(number)".utf8))
        let record = Envelope.record(event, topic: topic)
        return Record(
            topic: topic, key: key, headers: record.headers, value: record.value,
            position: offset.map { Record.Position(partition: 0, offset: $0) })
    }

    /// In the order they were written.
    package func effects(_ database: any Database) async throws -> [Effect] {
        try await database.read { try $0.rows(Self.read) { Effect($0.text(0), $0.count(1)) } }
    }

    package func outboxCount(_ database: any Database) async throws -> Int {
        try await database.read { try $0.first("SELECT count(*) FROM outbox") { $0.count(0) } ?? 0 }
    }

    private static let write: Statement = "INSERT INTO effects (record_key, number) VALUES ($1, $2)"
    private static let read: Statement = "SELECT record_key, number FROM effects ORDER BY seq"
}
