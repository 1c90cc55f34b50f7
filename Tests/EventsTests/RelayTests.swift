import Core
import Database
import Events
import Observability
import Synchronization
import TestKit
import Testing

@Suite struct RelayTests {
    private struct Rollback: Error {}

    private final class CountingClock: WallClock {
        let manual = ManualClock()
        private let count = Atomic<Int>(0)
        var asked: Int { count.load(ordering: .relaxed) }
        func now() -> Timestamp {
            count.add(1, ordering: .relaxed)
            return manual.now()
        }
    }

    private static func told(_ records: [Record]) -> [String] {
        records.map { ($0.key ?? "") + String(decoding: $0.value, as: UTF8.self) }
    }

    @Test(arguments: Engine.required)
    func `tells what committed, in order per key, and never what rolled back`(engine: Engine) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
        let transport = RecordingTransport()
        let relay = story.relay(database, transport)
        try await during([{ try await relay.run() }]) {
            for number in 1...20 {
                try await story.tell("a", number, database)
                await #expect(throws: Rollback.self) { try await story.tell("a", -number, database, failure: Rollback()) }
                try await story.tell("b", number, database)
                relay.wake()
            }
            try await eventually("all is told") { transport.taken.count == 40 }
            try await eventually("the outbox is empty") { try await story.outboxCount(database) == 0 }
        }
        let told = Self.told(transport.taken)
        #expect(told.filter { $0.hasPrefix("a") } == (1...20).map { "a\($0)" })
        #expect(told.filter { $0.hasPrefix("b") } == (1...20).map { "b\($0)" })
    }

    @Test(arguments: Engine.required)
    func `keeps a backlog while the other side is away and tells it afterwards`(engine: Engine) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
        try await database.write { tx in for number in 1...1200 { try story.tell("a", number, in: tx) } }
        let transport = RecordingTransport { _, attempt in attempt < 4 ? .unavailable("away") : .acknowledged }
        let relay = story.relay(database, transport)
        try await during([{ try await relay.run() }]) {
            try await eventually("it tries") { transport.attempts == 2 }
            #expect(try await story.outboxCount(database) == 1200)
            try await eventually("the outbox is empty") { try await story.outboxCount(database) == 0 }
        }
        #expect(Self.told(transport.taken) == (1...1200).map { "a\($0)" })
    }

    @Test(arguments: Engine.required)
    func `parks a refused event and what follows of its key, and nothing else`(engine: Engine) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
        let isStrict = Atomic<Bool>(true)
        let transport = RecordingTransport { record, _ in
            let isRefused = isStrict.load(ordering: .relaxed) && record.key == "a" && record.value == Array("2".utf8)
            return isRefused ? .refused("too large") : .acknowledged
        }
        let relay = story.relay(database, transport)
        let parked = ParkedRecords(database: database) { relay.wake() }
        try await during([{ try await relay.run() }]) {
            for number in 1...3 {
                try await database.write { tx in for key in ["a", "b"] { try story.tell(key, number, in: tx) } }
            }
            try await eventually("a's rest is parked") { try await parked.list().count == 2 }
            try await story.tell("a", 4, database)
            try await eventually("what comes later is parked too") { try await parked.list().count == 3 }
            let entries = try await parked.list()
            #expect(entries.map(\.key) == ["a", "a", "a"])
            #expect(entries[0].reason == "too large")
            #expect(Self.told(transport.taken).filter { $0.hasPrefix("b") } == ["b1", "b2", "b3"])
            #expect(Self.told(transport.taken).filter { $0.hasPrefix("a") } == ["a1"])
            isStrict.store(false, ordering: .relaxed)
            #expect(try await parked.retry(entries[0].seq))
            try await eventually("all is told") { transport.taken.count == 7 }
            #expect(try await parked.list().isEmpty)
        }
        #expect(Self.told(transport.taken).filter { $0.hasPrefix("a") } == ["a1", "a2", "a3", "a4"])
    }

    @Test(arguments: Engine.required)
    func `gives a refused event up when told to`(engine: Engine) async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
        try await database.write { tx in for number in 1...2 { try story.tell("a", number, in: tx) } }
        let transport = RecordingTransport { record, _ in record.value == Array("1".utf8) ? .refused("no") : .acknowledged }
        let relay = story.relay(database, transport)
        let parked = ParkedRecords(database: database) { relay.wake() }
        try await during([{ try await relay.run() }]) {
            try await eventually("both are parked") { try await parked.list().count == 2 }
            let seqs = try await parked.list().map(\.seq)
            #expect(try await parked.discard(seqs[0]))
            #expect(try await !parked.discard(seqs[0]))
            #expect(try await parked.retry(seqs[1]))
            try await eventually("the second is told") { Self.told(transport.taken) == ["a2"] }
        }
    }

    @Test(arguments: Engine.required)
    func `two relays side by side tell everything, in order, once`(engine: Engine) async throws {
        let story = TransportConformance()
        let name = TestDatabase.uniqueName()
        let database = try TestDatabase.open(engine, name: name)
        _ = try await Migrator.migrate(
            TransportConformance.migrations, database: database, clock: SystemClock(), logger: .silent)
        let other = try TestDatabase.open(engine, name: name)
        let transport = RecordingTransport()
        let relays = [story.relay(database, transport), story.relay(other, transport)]
        try await during(relays.map { relay in { try await relay.run() } }) {
            for number in 1...50 {
                try await story.tell("a", number, number.isMultiple(of: 2) ? database : other)
                for relay in relays { relay.wake() }
            }
            try await eventually("the outbox is empty") { try await story.outboxCount(database) == 0 }
        }
        #expect(Self.told(transport.taken) == (1...50).map { "a\($0)" })
    }

    @Test(arguments: Engine.required)
    func `a relay takes over at once from one that stopped, and after the lease from one that died`(engine: Engine) async throws {
        let clock = CountingClock()
        let story = TransportConformance(clock: clock)
        let database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
        let transport = RecordingTransport()
        for number in 1...2 {
            try await story.tell("a", number, database)
            let relay = story.relay(database, transport)
            try await during([{ try await relay.run() }]) {
                try await eventually("\(number) is told") { transport.taken.count == number }
            }
        }
        let expiry = clock.now().adding(seconds: 5)
        try await database.write { tx in
            let seize: Statement = "INSERT INTO relay_lease (id, holder, expires_at) VALUES (1, 'dead', $1)"
            try tx.execute(seize, [.time(expiry)])
        }
        try await story.tell("a", 3, database)
        let relay = story.relay(database, transport)
        try await during([{ try await relay.run() }]) {
            let asked = clock.asked
            try await eventually("it tries to take the lease") { clock.asked > asked + 1 }
            #expect(transport.taken.count == 2)
            clock.manual.advance(seconds: 6)
            try await eventually("3 is told") { transport.taken.count == 3 }
        }
    }

    @Test func `refuses an event that no broker would take`() async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(.sqlite, migrations: TransportConformance.migrations)
        await #expect(throws: OutboxError.tooLarge(bytes: 900_001)) {
            try await database.write { tx in
                try story.outbox.append("t", key: "a", data: Array(repeating: 32, count: 900_001), in: tx)
            }
        }
    }
}
