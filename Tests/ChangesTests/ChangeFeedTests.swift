import Changes
import Core
import Database
import Glibc
import Synchronization
import TestKit
import Testing

@Suite struct ChangeFeedTests {
    /// What would be lost by reading in the order of the sequence.
    @Test func `a transaction that began first and commits last loses nothing`() async throws {
        let bench = try await ChangeBench(.postgres)
        let start = try await bench.read(nil).position
        let (hasWritten, mayCommit) = (Flag(), Flag())
        try await during([
            {
                try await bench.database.write { tx in
                    try ChangeStore.add(ChangeBench.change(1), in: tx)
                    // The read sends what was written.
                    _ = try tx.first(Self.newest) { $0.int(0) }
                    hasWritten.set()
                    mayCommit.wait()
                }
            }
        ]) {
            try await eventually("the first is written") { hasWritten.isSet }
            try await bench.add([2])
            let committed = try await bench.database.read { tx in try tx.first(Self.newest) { $0.int(0) } }
            #expect(committed == 2)
            #expect(try await bench.read(start).numbers == [])
            // Whoever begins now must not stand behind what is under way.
            let later = try await bench.read(nil).position
            mayCommit.set()
            _ = try await bench.expect([1, 2], after: start)
            #expect(try await bench.read(later).numbers == [1, 2])
        }
    }

    private static let newest: Statement = "SELECT max(seq) FROM changes"

    @Test(arguments: Engine.required)
    func `changes come in the order of their commits, and each once`(_ engine: Engine) async throws {
        let bench = try await ChangeBench(engine)
        let start = try await bench.read(nil).position
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    for turn in 0..<20 { try await bench.add([writer * 1000 + turn * 2, writer * 1000 + turn * 2 + 1]) }
                }
            }
            group.addTask {
                var found: [Int] = []
                var place = start
                try await eventually("all are read") {
                    let page = try await bench.read(place, limit: 7)
                    (found, place) = (found + page.numbers, page.position)
                    return found.count >= 240
                }
                #expect(Set(found).count == 240 && found.count == 240)
                for writer in 0..<6 {
                    let own = found.filter { $0 / 1000 == writer }
                    #expect(own == own.sorted())
                }
            }
            try await group.waitForAll()
        }
        let end = try await bench.read(nil).position
        #expect(try await bench.read(end).numbers == [])
    }

    @Test(arguments: Engine.required)
    func `a page ends at its limit and says whether there is more, also where hardly anything is shown`(
        _ engine: Engine
    ) async throws {
        let bench = try await ChangeBench(engine)
        let start = try await bench.read(nil).position
        try await bench.add(Array(1...5))
        let first = try await bench.expect([1, 2], after: start, limit: 2)
        #expect(first.hasMore)
        let second = try await bench.read(first.position, limit: 3)
        #expect(second.numbers == [3, 4, 5] && !second.hasMore)
        try await bench.add(Array(6...4500))
        try await ChangeBench.settle(bench.database)
        let narrow = try await bench.read(second.position) { $0 == 4500 }
        #expect(narrow.numbers == [] && narrow.hasMore)
        let rest = try await bench.read(narrow.position) { $0 == 4500 }
        #expect(rest.numbers == [4500] && !rest.hasMore)
    }

    @Test(arguments: Engine.required)
    func `a position holds for the rights it was given to, and says nothing`(_ engine: Engine) async throws {
        let bench = try await ChangeBench(engine)
        try await bench.add([1, 2, 3])
        try await ChangeBench.settle(bench.database)
        let one = try await bench.read(nil).position, other = try await bench.read(nil).position
        #expect(one != other, "the same place twice tells nothing")
        let narrowed = [UInt8](repeating: 8, count: 16)
        #expect(await bench.code { _ = try await bench.read(one, mark: narrowed) } == "rights-changed")
        for text in ["", "x", String(one.dropLast(4)), one + "AAAA", String(repeating: "A", count: 5000), "Zml2ZQ"] {
            #expect(await bench.code { _ = try await bench.read(text) } == "unknown-position", "\(text)")
        }
        let again = try await ChangeFeed.open(bench.database)
        #expect(try await bench.read(one, of: again).numbers.isEmpty, "a restart knows it still")
        let stranger = try await ChangeBench(engine)
        #expect(await bench.code { _ = try await stranger.read(one) } == "unknown-position")
    }

    @Test(arguments: Engine.required)
    func `old changes are forgotten, and a position among them says so`(_ engine: Engine) async throws {
        let bench = try await ChangeBench(engine)
        let start = try await bench.read(nil).position
        try await bench.add([1, 2], days: -40)
        let old = try await bench.expect([1], after: start, limit: 1)
        let last = try await bench.expect([1, 2], after: start)
        try await bench.add([3], days: -10)
        _ = try await bench.expect([3], after: last.position)
        try await KeepChanges(database: bench.database, clock: bench.clock).forget(days: 30)
        #expect(try await bench.read(last.position).numbers == [3], "behind it nothing is missing")
        for gone in [start, old.position] {
            #expect(await bench.code { _ = try await bench.read(gone) } == "unknown-position")
        }
        try await KeepChanges(database: bench.database, clock: bench.clock).forget(days: 5)
        let empty = try await bench.read(nil)
        try await bench.add([4])
        _ = try await bench.expect([4], after: empty.position)
    }

    /// Transactions are counted anew there.
    @Test func `what was restored from another cluster is not followed`() async throws {
        let bench = try await ChangeBench(.postgres)
        try await bench.add([1])
        let position = try await bench.read(nil).position
        let far: Statement = "UPDATE changes SET tx = 1000000000000"
        try await bench.database.write { tx in try tx.execute(far) }
        let feed = try await ChangeFeed.open(bench.database)
        #expect(await bench.code { _ = try await bench.read(position, of: feed) } == "unknown-position")
        let fresh = try await bench.read(nil, of: feed)
        try await bench.add([2])
        try await eventually("the new one is told") { try await bench.read(fresh.position, of: feed).numbers == [2] }
    }

    /// As after the restore of a backup: another change has the place now.
    @Test(arguments: Engine.required)
    func `a position whose change is another now is unknown`(_ engine: Engine) async throws {
        let bench = try await ChangeBench(engine)
        let start = try await bench.read(nil).position
        try await bench.add([1])
        let position = try await bench.expect([1], after: start).position
        let other: Statement = "UPDATE changes SET at = $1"
        try await bench.database.write { tx in try tx.execute(other, [.time(ChangeBench.now.adding(days: 1))]) }
        #expect(await bench.code { _ = try await bench.read(position) } == "unknown-position")
    }
}

/// Lets a transaction wait in the middle.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
    func wait() { while !isSet { sched_yield() } }
}
