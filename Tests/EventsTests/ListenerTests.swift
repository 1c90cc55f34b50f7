import Database
import Events
import Synchronization
import TestKit
import Testing

/// What a listener is promised by every transport.
@Suite struct ListenerTests {
    /// What it was told, in order; -1 where it may have missed something.
    private final class Ears: Sendable {
        private let state = Mutex<[Int]>([])
        var all: [Int] { state.withLock { $0 } }
        var heard: [Int] { all.filter { $0 > 0 } }
        var isThere: Bool { all.contains(-1) }

        func listener(_ story: TransportConformance, _ name: String) -> EventListener {
            EventListener(
                name: "\(story.group).\(name)", topics: [story.topic], missed: { self.state.withLock { $0.append(-1) } },
                heard: { events in
                    self.state.withLock { $0 += events.map { Int(String(decoding: $0.data, as: UTF8.self)) ?? 0 } }
                })
        }
    }

    @Test(arguments: TransportConformance.Kind.present)
    func `each process hears what is told from when it listens, and is told first that it missed what was before`(
        kind: TransportConformance.Kind
    ) async throws {
        let story = TransportConformance()
        let transport = try await story.transport(kind)
        let (one, other) = (Ears(), Ears())
        // Nobody who listens holds anything back.
        #expect(await transport.publish([story.record("a", 1)]) == [.acknowledged])
        let listening = [one, other].enumerated().map { index, ears in ears.listener(story, "\(index)") }
        try await during(listening.map { listener in { try await transport.deliver(to: listener) } }) {
            try await eventually("both are there") { one.isThere && other.isThere }
            // Where to begin is found out by the broker's clients on their own; until then they hear nothing.
            var number = 100
            try await eventually("both hear") {
                number += 1
                _ = await transport.publish([story.record("a", number)])
                return !one.heard.isEmpty && !other.heard.isEmpty
            }
            #expect(await transport.publish((1000...1009).map { story.record("a", $0) }).allSatisfy { $0 == .acknowledged })
            for ears in [one, other] {
                try await eventually("it hears the rest") { ears.heard.last == 1009 }
                #expect(ears.all.first == -1)
                #expect(!ears.heard.contains(1), "what was told before is over")
                #expect(ears.heard.filter { $0 >= 1000 } == Array(1000...1009))
            }
        }
        #expect(await transport.publish([story.record("a", 2)]) == [.acknowledged])
        await transport.close()
    }

    @Test func `in one process it is told when the services have applied it, and also when one cannot`() async throws {
        let story = TransportConformance()
        let database = try await TestDatabase.make(.sqlite, migrations: TransportConformance.migrations)
        let transport = InProcessTransport()
        let applied = Mutex<[Int]>([])
        let ears = Ears()
        let listener = EventListener(name: "ears", topics: [story.topic], missed: {}) { events in
            applied.withLock { $0 += events.map { Int(String(decoding: $0.data, as: UTF8.self)) ?? 0 } }
        }
        let consumer = story.consumer(database)
        transport.register(consumer)
        let probe = ears.listener(story, "probe")
        try await during([{ try await transport.deliver(to: listener) }, { try await transport.deliver(to: probe) }]) {
            try await eventually("they listen") { ears.isThere }
            #expect(await transport.publish([story.record("a", 7)]) != [.acknowledged])
            #expect(ears.heard == [7])
            try await during([{ try await transport.deliver(to: consumer) }]) {
                try await eventually("it is applied") { await transport.publish([story.record("a", 8)]) == [.acknowledged] }
                #expect(try await story.effects(database).last?.number == 8)
                #expect(ears.heard.last == 8)
            }
        }
        #expect(applied.withLock { $0.contains(8) })
    }
}
