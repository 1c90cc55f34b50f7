import Core
import Database
import Events
import Observability
import Synchronization
import TestKit
import Testing

@Suite struct ConsumerTests {
    private let story = TransportConformance()

    private func database(_ engine: Engine) async throws -> any Database {
        try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
    }

    @Test(arguments: Engine.required)
    func `an event delivered again has its effect once, within a batch and across batches`(engine: Engine) async throws {
        let database = try await database(engine)
        let consumer = story.consumer(database)
        let first = story.record("a", 1)
        try await consumer.apply([first, first, story.record("a", 2)])
        try await consumer.apply([first, story.record("a", 3)])
        #expect(try await story.effects(database).map(\.number) == [1, 2, 3])
    }

    @Test(arguments: Engine.required)
    func `the same id from another source is another event`(engine: Engine) async throws {
        let database = try await database(engine)
        let one = story.record("a", 1, id: "x")
        let event = try #require(Envelope.event(one))
        let other = Event(id: "x", source: "/other", type: event.type, key: "a", time: event.time, data: Array("2".utf8))
        try await story.consumer(database).apply([one, Envelope.record(other, topic: story.topic)])
        #expect(try await story.effects(database).map(\.number) == [1, 2])
    }

    @Test(arguments: Engine.required)
    func `offsets commit with the effects, and what was applied is passed over`(engine: Engine) async throws {
        let database = try await database(engine)
        let partition = TopicPartition(topic: story.topic, partition: 0)
        let consumer = story.consumer(database)
        #expect(try await consumer.assign([partition]) == [:])
        let records = (0..<4).map { story.record("a", $0, offset: Int64($0)) }
        try await consumer.apply(Array(records[0..<2]))
        #expect(try await story.consumer(database).assign([partition]) == [partition: 2])
        _ = try await consumer.assign([partition])
        // The same events under other ids, as a foreign topic without ids would look: only the offset can tell.
        try await consumer.apply([story.record("a", 1, offset: 1)] + records[2...])
        #expect(try await story.effects(database).map(\.number) == [0, 1, 2, 3])
        #expect(try await consumer.assign([partition]) == [partition: 4])
    }

    @Test(arguments: Engine.required)
    func `a consumer whose partition was taken over commits nothing`(engine: Engine) async throws {
        let database = try await database(engine)
        let partition = TopicPartition(topic: story.topic, partition: 0)
        let (zombie, owner) = (story.consumer(database), story.consumer(database))
        _ = try await zombie.assign([partition])
        _ = try await owner.assign([partition])
        let record = story.record("a", 1, offset: 0)
        await #expect(throws: ConsumerError.fenced(topic: story.topic, partition: 0)) { try await zombie.apply([record]) }
        #expect(try await story.effects(database).isEmpty)
        try await owner.apply([record])
        #expect(try await story.effects(database).map(\.number) == [1])
        await #expect(throws: ConsumerError.self) { try await zombie.apply([story.record("a", 2, offset: 1)]) }
        await #expect(throws: ConsumerError.self, "a partition that was never assigned") {
            try await story.consumer(database).apply([story.record("a", 2, offset: 1)])
        }
    }

    @Test(arguments: Engine.required)
    func `trouble of the database parks nothing and undoes the whole batch`(engine: Engine) async throws {
        let database = try await database(engine)
        let isFull = Mutex(true)
        let consumer = story.consumer(database) { effect in
            if effect.number == 2, isFull.withLock({ $0 }) {
                throw DatabaseError(kind: .storage, code: "13", message: "disk is full")
            }
        }
        let records = (1...3).map { story.record("a", $0) }
        await #expect(throws: DatabaseError.self) { try await consumer.apply(records) }
        #expect(try await story.effects(database).isEmpty)
        #expect(try await consumer.parked.count() == 0)
        isFull.withLock { $0 = false }
        try await consumer.apply(records)
        #expect(try await story.effects(database).map(\.number) == [1, 2, 3])
    }

    @Test(arguments: Engine.required)
    func `all subscriptions on a topic run, each for its types`(engine: Engine) async throws {
        let database = try await database(engine)
        let insert: Statement = "INSERT INTO effects (record_key, number) VALUES ($1, 0)"
        func noting(_ name: String, _ types: Set<String>?) -> Subscription {
            .events(story.topic, types: types) { _, tx in try tx.execute(insert, [.text(name)]) }
        }
        let consumer = ServiceConsumer(
            name: "g", database: database,
            subscriptions: [noting("one", ["test.told.v1"]), noting("two", nil), noting("three", ["other.v1"])],
            clock: SystemClock(), logger: .silent, metrics: Metrics())
        #expect(consumer.topics == [story.topic])
        try await consumer.apply([story.record("a", 1)])
        #expect(try await story.effects(database).map(\.key) == ["one", "two"])
    }

    @Test(arguments: Engine.required)
    func `foreign records are handed over once by their offset, and stop where they cannot be stored`(engine: Engine) async throws
    {
        let database = try await database(engine)
        let insert: Statement = "INSERT INTO effects (record_key, number) VALUES ($1, $2)"
        let broken = Mutex(true)
        let consumer = ServiceConsumer(
            name: "g", database: database,
            subscriptions: [
                .records("shop") { record, tx in
                    try tx.execute(insert, [.text(record.key), .int(record.position?.offset)])
                    if record.position?.offset == 1, broken.withLock({ $0 }) { throw OutboxError.tooLarge(bytes: 0) }
                }
            ], clock: SystemClock(), logger: .silent, metrics: Metrics())
        _ = try await consumer.assign([TopicPartition(topic: "shop", partition: 3)])
        func record(_ offset: Int64) -> Record {
            Record(topic: "shop", key: "k", headers: [], value: [0xff], position: Record.Position(partition: 3, offset: offset))
        }
        await #expect(throws: OutboxError.self) { try await consumer.apply([record(0), record(1)]) }
        #expect(try await story.effects(database).isEmpty)
        broken.withLock { $0 = false }
        try await consumer.apply([record(0), record(1)])
        try await consumer.apply([record(0), record(1), record(5)])
        #expect(try await story.effects(database).map(\.number) == [0, 1, 5])
        await #expect(throws: ConsumerError.positionRequired(topic: "shop")) {
            try await consumer.apply([Record(topic: "shop", key: nil, headers: [], value: [])])
        }
    }

    @Test(arguments: Engine.required)
    func `forgets old event ids and keeps young ones`(engine: Engine) async throws {
        let clock = ManualClock()
        let story = TransportConformance(clock: clock)
        let database = try await database(engine)
        let consumer = story.consumer(database)
        let old = story.record("a", 1)
        try await consumer.apply([old])
        clock.advance(seconds: 3600)
        let young = story.record("a", 2)
        try await consumer.apply([young])
        try await consumer.purge(before: clock.now().adding(seconds: -60))
        try await consumer.apply([young, old])
        #expect(try await story.effects(database).map(\.number) == [1, 2, 1])
    }
}
