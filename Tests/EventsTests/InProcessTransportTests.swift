import Events
import Synchronization
import TestKit
import Testing

@Suite struct InProcessTransportTests {
    private final class Group: ConsumerGroup {
        struct Trouble: Error {}

        let name: String
        let topics: [String]
        private let state = Mutex((batches: [[Record]](), isBroken: false, running: 0, most: 0))

        init(_ name: String, _ topics: [String]) {
            self.name = name
            self.topics = topics
        }

        var batches: [[Record]] { state.withLock { $0.batches } }
        var mostAtOnce: Int { state.withLock { $0.most } }
        func set(broken: Bool) { state.withLock { $0.isBroken = broken } }
        func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] { [:] }

        func apply(_ records: [Record]) async throws {
            try state.withLock { state in
                if state.isBroken { throw Trouble() }
                state.running += 1
                state.most = max(state.most, state.running)
            }
            await Task.yield()
            state.withLock { state in
                state.running -= 1
                state.batches.append(records)
            }
        }
    }

    private static func record(_ topic: String, _ number: UInt8 = 0) -> Record {
        Record(topic: topic, key: "k", headers: [], value: [number])
    }

    @Test func `acknowledges at once what nobody subscribed to`() async throws {
        let transport = InProcessTransport()
        transport.register(Group("g", ["other"]))
        #expect(await transport.publish([Self.record("t")]) == [.acknowledged])
    }

    @Test func `holds back what a registered group wants until it runs`() async throws {
        let transport = InProcessTransport()
        let group = Group("g", ["t"])
        transport.register(group)
        let results = await transport.publish([Self.record("t"), Self.record("u")])
        #expect(results == [.unavailable("The consumer g is not running."), .acknowledged])
        try await during([{ try await transport.deliver(to: group) }]) {
            try await eventually("it takes the record") { await transport.publish([Self.record("t")]) == [.acknowledged] }
        }
        #expect(group.batches == [[Self.record("t")]])
        #expect(await transport.publish([Self.record("t")]) == [.unavailable("The consumer g is not running.")])
    }

    @Test func `a group that fails holds back its own topics only`() async throws {
        let transport = InProcessTransport()
        let (good, bad) = (Group("good", ["t", "u"]), Group("bad", ["t"]))
        bad.set(broken: true)
        try await during([{ try await transport.deliver(to: good) }, { try await transport.deliver(to: bad) }]) {
            try await eventually("both run") {
                await transport.publish([Self.record("t")]) == [.unavailable("Trouble()")]
            }
            #expect(await transport.publish([Self.record("u"), Self.record("t")]) == [.acknowledged, .unavailable("Trouble()")])
            bad.set(broken: false)
            #expect(await transport.publish([Self.record("t")]) == [.acknowledged])
        }
    }

    @Test func `one group applies one batch at a time and gathers what waits`() async throws {
        let transport = InProcessTransport()
        let group = Group("g", ["t"])
        transport.register(group)
        try await during([{ try await transport.deliver(to: group) }]) {
            try await eventually("it runs") { await transport.publish([Self.record("t", 255)]) == [.acknowledged] }
            await withTaskGroup(of: Void.self) { tasks in
                for number in UInt8(0)..<100 {
                    tasks.addTask { #expect(await transport.publish([Self.record("t", number)]) == [.acknowledged]) }
                }
            }
        }
        #expect(group.mostAtOnce == 1)
        #expect(Set(group.batches.flatMap { $0 }.map { $0.value[0] }).count == 101)
        #expect(group.batches.count < 101)
    }
}
