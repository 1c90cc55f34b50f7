import Testing

@testable import Gateway

@Suite struct RateTableTests {
    private static let second: Int64 = 1_000_000

    @Test func `so many pass at once, then as many as come back evenly`() {
        let table = RateTable(RateQuota(requests: 4, seconds: 2))
        let start: Int64 = 50 * Self.second
        let first = (0..<4).map { _ in table.take(1, now: start) }
        #expect(first.map(\.remaining) == [3, 2, 1, 0])
        #expect(first.map(\.seconds) == [1, 1, 2, 2])
        #expect(!first.contains { $0.isRefused })
        #expect(table.take(1, now: start) == RateTable.Allowance(remaining: 0, seconds: 1, isRefused: true))
        // What was refused cost nothing: half a second brings one back.
        #expect(table.take(1, now: start + Self.second / 2 - 1).isRefused)
        #expect(table.take(1, now: start + Self.second / 2).remaining == 0)
        #expect(table.take(1, now: start + Self.second / 2).isRefused)
        #expect(table.take(1, now: start + 10 * Self.second).remaining == 3)
    }

    @Test func `callers are counted each for himself`() {
        let table = RateTable(RateQuota(requests: 1, seconds: 60))
        #expect(!table.take(1, now: 1).isRefused)
        #expect(!table.take(2, now: 1).isRefused)
        #expect(table.take(1, now: 1) == RateTable.Allowance(remaining: 0, seconds: 60, isRefused: true))
    }

    @Test func `a crowd makes nobody be refused, and does not make those forgotten who are over their limit`() {
        let table = RateTable(RateQuota(requests: 10, seconds: 10), exponent: 0)
        for _ in 0..<11 { _ = table.take(1, now: Self.second) }
        // All of them share the eight slots with the one.
        for key in 2..<10_000 as Range<UInt64> { #expect(!table.take(key, now: Self.second).isRefused) }
        #expect(table.take(1, now: Self.second).isRefused)
    }

    @Test(arguments: [(1, 60), (3, 7), (10_000, 2), (20_000_000, 2), (60, 60)])
    func `never more than the quota passes at once, nor more than that and the time's share later`(requests: Int, seconds: Int) {
        let table = RateTable(RateQuota(requests: requests, seconds: seconds))
        let most = min(requests, 20_000)
        var passed = 0
        for _ in 0..<most + 5 where !table.take(7, now: 9 * Self.second).isRefused { passed += 1 }
        #expect(passed == (requests > most ? most + 5 : requests))
    }
}
