import Core
import Database
import Events
import Synchronization
import TestKit
import Testing

@Suite struct ParkedEventTests {
    private struct Poison: Error {}

    /// A consumer that cannot take the numbers in `poison`.
    private final class Fixture: Sendable {
        let clock = ManualClock()
        let story: TransportConformance
        let database: any Database
        let consumer: ServiceConsumer

        init(_ engine: Engine, poison: Set<Int>) async throws {
            story = TransportConformance(clock: clock)
            database = try await TestDatabase.make(engine, migrations: TransportConformance.migrations)
            let poisoned = Poisoned(poison)
            self.poisoned = poisoned
            consumer = story.consumer(database) { if poisoned.contains($0.number) { throw Poison() } }
        }

        let poisoned: Poisoned

        func effects(_ key: String) async throws -> [Int] {
            try await story.effects(database).filter { $0.key == key }.map(\.number)
        }
    }

    private final class Poisoned: Sendable {
        private let numbers: Mutex<Set<Int>>
        init(_ numbers: Set<Int>) { self.numbers = Mutex(numbers) }
        func contains(_ number: Int) -> Bool { numbers.withLock { $0.contains(number) } }
        func heal() { numbers.withLock { $0 = [] } }
    }

    @Test(arguments: Engine.required)
    func `a parked key keeps its order and blocks only itself`(engine: Engine) async throws {
        let fixture = try await Fixture(engine, poison: [2])
        let story = fixture.story
        try await fixture.consumer.apply((1...4).flatMap { [story.record("a", $0), story.record("b", $0 * 10)] })
        #expect(try await fixture.effects("b") == [10, 20, 30, 40])
        #expect(try await fixture.effects("a") == [1])
        try await fixture.consumer.apply([story.record("a", 5)])
        let entries = try await fixture.consumer.parked.list()
        #expect(entries.map(\.attempts) == [1, 0, 0, 0])
        #expect(entries.map(\.key) == ["a", "a", "a", "a"])
        #expect(entries[0].reason == "Poison()")
        #expect(entries[0].type == "test.told.v1")

        // Not due yet; then due and failing again; then healed.
        #expect(try await !fixture.consumer.retryNextParked())
        fixture.clock.advance(seconds: 2)
        #expect(try await fixture.consumer.retryNextParked())
        #expect(try await !fixture.consumer.retryNextParked())
        #expect(try await fixture.consumer.parked.list()[0].attempts == 2)
        fixture.poisoned.heal()
        fixture.clock.advance(seconds: 4)
        while try await fixture.consumer.retryNextParked() {}
        #expect(try await fixture.effects("a") == [1, 2, 3, 4, 5])
        #expect(try await fixture.consumer.parked.count() == 0)
        try await fixture.consumer.apply([story.record("a", 6)])
        #expect(try await fixture.effects("a").last == 6)
    }

    @Test(arguments: Engine.required)
    func `a parked event that is delivered again is parked once`(engine: Engine) async throws {
        let fixture = try await Fixture(engine, poison: [1])
        let record = fixture.story.record("a", 1)
        try await fixture.consumer.apply([record])
        try await fixture.consumer.apply([record])
        #expect(try await fixture.consumer.parked.count() == 1)
    }

    @Test(arguments: Engine.required)
    func `an operator hurries, skips one, or skips a key`(engine: Engine) async throws {
        let fixture = try await Fixture(engine, poison: [1])
        let (story, parked) = (fixture.story, fixture.consumer.parked)
        try await fixture.consumer.apply([story.record("a", 1), story.record("a", 2), story.record("b", 1), story.record("b", 2)])
        let seqs = try await parked.list().map(\.seq)
        #expect(seqs.count == 4)
        #expect(try await !fixture.consumer.retryNextParked())
        #expect(try await parked.retry(seqs[0]))
        #expect(try await fixture.consumer.retryNextParked())
        #expect(try await parked.skip(seqs[0]))
        #expect(try await !parked.skip(seqs[0]))
        #expect(try await fixture.consumer.retryNextParked())
        #expect(try await fixture.effects("a") == [2])
        #expect(try await parked.skipKey(of: seqs[2]) == 2)
        #expect(try await parked.count() == 0)
        #expect(try await fixture.effects("b").isEmpty)
    }

    @Test(arguments: Engine.required)
    func `what is no event is parked where people see it`(engine: Engine) async throws {
        let fixture = try await Fixture(engine, poison: [])
        try await fixture.consumer.apply([Record(topic: fixture.story.topic, key: "a", headers: [], value: [1])])
        #expect(try await fixture.consumer.parked.list().map(\.reason) == ["not a CloudEvent"])
    }

    @Test(arguments: Engine.required)
    func `the loop drains by itself, also two of them side by side`(engine: Engine) async throws {
        let fixture = try await Fixture(engine, poison: [0])
        let consumer = fixture.consumer
        for number in 0..<10 { try await consumer.apply(["a", "b", "c"].map { fixture.story.record($0, number) }) }
        #expect(try await consumer.parked.count() == 30)
        fixture.poisoned.heal()
        fixture.clock.advance(seconds: 2)
        let other = fixture.story.consumer(fixture.database)
        try await during([{ await consumer.retryParked() }, { await other.retryParked() }]) {
            try await eventually("nothing is parked") { try await consumer.parked.count() == 0 }
        }
        for key in ["a", "b", "c"] { #expect(try await fixture.effects(key) == Array(0..<10)) }
    }
}
