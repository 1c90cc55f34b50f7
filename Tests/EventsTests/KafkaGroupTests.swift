import Core
import Database
import Events
import EventsKafka
import Observability
import Synchronization
import TestKit
import Testing

/// Members of one consumer group come, go and fail.
@Suite struct KafkaGroupTests {
    private static let keys = ["a", "b", "c", "d", "e", "f"]

    @Test(arguments: TransportConformance.Kind.brokers)
    func `members that come and go lose and double nothing`(kind: TransportConformance.Kind) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(.postgres, migrations: TransportConformance.migrations)
        let transport = try await story.transport(kind)
        let (first, second) = (story.consumer(database), story.consumer(database))
        let told = Atomic<Int>(0)
        let isTelling = Atomic<Bool>(true)
        let tell: @Sendable () async throws -> Void = {
            while isTelling.load(ordering: .relaxed) {
                let number = told.add(1, ordering: .relaxed).newValue
                let results = await transport.publish(Self.keys.map { story.record($0, number) })
                if Task.isCancelled { return }
                #expect(results.allSatisfy { $0 == .acknowledged })
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        func epochs() async throws -> Int {
            try await database.read { tx in
                try tx.first("SELECT CAST(coalesce(sum(epoch), 0) AS bigint) FROM consumer_offsets") { $0.count(0) } ?? 0
            }
        }
        try await during([tell]) {
            try await during([{ try await transport.deliver(to: second) }]) {
                try await eventually("one reads") { try await story.effects(database).count > 50 }
                try await during([{ try await transport.deliver(to: first) }]) {
                    // Every partition is assigned once more when the other joins.
                    try await eventually("both are members") { try await epochs() >= 8 }
                    let count = try await story.effects(database).count
                    try await eventually("they read on") { try await story.effects(database).count > count + 50 }
                }
                let count = try await story.effects(database).count
                try await eventually("the one left reads on") { try await story.effects(database).count > count + 50 }
                isTelling.store(false, ordering: .relaxed)
                try await eventually("all is applied") {
                    try await story.effects(database).count >= told.load(ordering: .relaxed) * Self.keys.count
                }
            }
        }
        let effects = try await story.effects(database)
        let expected = Array(1...told.load(ordering: .relaxed))
        for key in Self.keys { #expect(effects.filter { $0.key == key }.map(\.number) == expected) }
        await transport.close()
    }

    @Test(arguments: TransportConformance.Kind.brokers)
    func `a partition that cannot be applied waits and loses nothing while the others go on`(
        kind: TransportConformance.Kind
    ) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(.sqlite, migrations: TransportConformance.migrations)
        let transport = try await story.transport(kind)
        let isFull = Atomic<Bool>(true)
        let consumer = story.consumer(database) { effect in
            if effect.key == "a", effect.number >= 3, isFull.load(ordering: .relaxed) {
                throw DatabaseError(kind: .storage, code: "13", message: "disk is full")
            }
        }
        try await during([{ try await transport.deliver(to: consumer) }]) {
            for number in 1...30 { _ = await transport.publish(Self.keys.map { story.record($0, number) }) }
            // At least one key lies on another partition than a.
            try await eventually("others are applied") {
                try await story.effects(database).contains { $0.number == 30 }
            }
            #expect(try await !story.effects(database).contains(TransportConformance.Effect("a", 3)))
            isFull.store(false, ordering: .relaxed)
            try await eventually("all is applied") { try await story.effects(database).count >= 180 }
        }
        let effects = try await story.effects(database)
        for key in Self.keys { #expect(effects.filter { $0.key == key }.map(\.number) == Array(1...30)) }
        await transport.close()
    }

    @Test(arguments: TransportConformance.Kind.brokers)
    func `an offset that the broker no longer has is loud, and nothing is skipped`(
        kind: TransportConformance.Kind
    ) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(.sqlite, migrations: TransportConformance.migrations)
        let sent = try await story.transport(kind, partitions: 1)
        _ = await sent.publish((1...3).map { story.record("a", $0) })
        await sent.close()
        let consumer = story.consumer(database)
        _ = try await consumer.assign([TopicPartition(topic: story.topic, partition: 0)])
        try await database.write { try $0.execute("UPDATE consumer_offsets SET next_offset = 1000") }
        let log = RecordingLog()
        let settings = kind == .kafka ? try await RealKafka.settings() : MockKafka.shared.settings
        let transport = try KafkaTransport(settings: settings, logger: log.logger)
        try await during([{ try await transport.deliver(to: consumer) }]) {
            try await eventually("it is logged") {
                log.records.contains { $0.fields["topic"] == story.topic && $0.fields["error"]?.contains("ffset") == true }
            }
        }
        #expect(try await story.effects(database).isEmpty)
        await transport.close()
    }
}
