import Core
import Database
import Synchronization
import TestKit
import Testing

@testable import Orders

@Suite struct GatheringTests {
    private struct Bad: Error, Equatable {}

    /// Writes that wait until the test opens the door, and remember what they were given.
    private final class Writes: Sendable {
        let seen = Mutex<[[Int]]>([])
        let isOpen = Atomic<Bool>(false)
        let failure = Mutex<(any Error)?>(nil)

        @Sendable func write(_ items: [Int]) async throws -> [Int] {
            seen.withLock { $0.append(items) }
            try await eventually("the door opens") { isOpen.load(ordering: .relaxed) }
            if let failure = failure.withLock({ $0 }), items.count > 1 { throw failure }
            if items.contains(where: { $0 < 0 }) { throw Bad() }
            return items.map { $0 * 10 }
        }
    }

    /// Sends one that leads and, once it is being written, the others.
    private func results(_ writes: Writes, leader: Int, others: [Int]) async throws -> [Int: Result<Int, any Error>] {
        let gathering = Gathering<Int, Int>(leaders: 1, crowd: 4, write: writes.write)
        return try await withThrowingTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            func send(_ item: Int) {
                group.addTask {
                    do { return (item, .success(try await gathering(item))) } catch { return (item, .failure(error)) }
                }
            }
            send(leader)
            try await eventually("the leader writes") { writes.seen.withLock { $0.count } == 1 }
            for item in others { send(item) }
            try await eventually("the others wait") { gathering.waiting == others.count }
            writes.isOpen.store(true, ordering: .relaxed)
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func `those who come meanwhile share the next writes, and each gets its own answer`() async throws {
        let writes = Writes()
        let results = try await results(writes, leader: 1, others: [2, 3, 4, 5, 6, 7])
        for (item, result) in results { #expect(try result.get() == item * 10) }
        #expect(writes.seen.withLock { $0.map(\.count) } == [1, 4, 2])
    }

    @Test func `one that cannot be written spoils none of its neighbours`() async throws {
        let results = try await results(Writes(), leader: 1, others: [2, -3, 4])
        #expect(throws: Bad.self) { try results[-3]?.get() }
        for item in [1, 2, 4] { #expect(try results[item]?.get() == item * 10) }
    }

    @Test func `a database that is away is told to all, and not asked again for each`() async throws {
        let writes = Writes()
        writes.failure.withLock { $0 = DatabaseError(kind: .unavailable, code: "08006", message: "gone") }
        let results = try await results(writes, leader: 1, others: [2, 3, 4])
        for item in [2, 3, 4] { #expect(throws: DatabaseError.self) { try results[item]?.get() } }
        #expect(writes.seen.withLock { $0.count } == 2)
    }

    @Test func `a leader whose client went away takes nobody with it`() async throws {
        let writes = Writes()
        let gathering = Gathering<Int, Int>(leaders: 1, crowd: 4, write: writes.write)
        let first = Task { try await gathering(1) }
        try await eventually("the first writes") { writes.seen.withLock { $0.count } == 1 }
        let second = Task { try await gathering(2) }
        try await eventually("the second waits") { gathering.waiting == 1 }
        first.cancel()
        writes.isOpen.store(true, ordering: .relaxed)
        #expect(try await second.value == 20)
        #expect(try await first.value == 10)
    }
}
