import Access
import Changes
import Core
import Database
import TestKit
import Testing

@Suite struct PassedSharesTests {
    @Test(arguments: Engine.required)
    func `shares that begin and end by their dates are told once, with whom they let in`(_ engine: Engine) async throws {
        let bench = try await ChangeBench(engine)
        let keep = KeepChanges(database: bench.database, clock: bench.clock)
        let (day, hour) = (ChangeBench.now, 3600.0)
        func share(_ principal: Int, _ from: Double?, _ until: Double?) -> RecordFacts.Share {
            RecordFacts.Share(
                principal: ChangeBench.id(principal), mayChange: false, from: from.map { day.adding(seconds: $0 * hour) },
                until: until.map { day.adding(seconds: $0 * hour) })
        }
        let shares = [
            1: [share(11, -5, 1), share(12, nil, 9)], 2: [share(13, 1, 2)], 3: [share(14, nil, nil)], 4: [share(15, 0, 8)],
        ]
        try await bench.database.write { tx in
            for (account, shares) in shares { try RecordAccessStore.putShares(shares, of: ChangeBench.id(account), in: tx) }
        }
        #expect(try await told(bench).isEmpty)
        // The first time it only learns what time it is.
        try await keep.passShares(as: "account.access-changed")
        #expect(try await told(bench).isEmpty)
        bench.clock.advance(seconds: hour)
        try await keep.passShares(as: "account.access-changed")
        try await keep.passShares(as: "account.access-changed")
        let first = try await told(bench)
        #expect(first.map(\.record) == [ChangeBench.id(1), ChangeBench.id(2)])
        #expect(first[0].before?.shares.map(\.principal) == [ChangeBench.id(11)] && first[0].before?.owner == nil)
        #expect(first[1].before == nil && first[1].at == day.adding(seconds: hour))
        bench.clock.advance(seconds: hour)
        try await keep.passShares(as: "account.access-changed")
        let second = try await told(bench)
        #expect(second.count == 3 && second[2].before?.shares.map(\.principal) == [ChangeBench.id(13)])
    }

    /// Else nobody would tell those whose share ended just before somebody else was let in.
    @Test func `a change keeps who could see the record just before it`() {
        let now = ChangeBench.now
        func share(_ principal: Int, from: Double? = nil, until: Double? = nil) -> RecordFacts.Share {
            RecordFacts.Share(
                principal: ChangeBench.id(principal), mayChange: true, from: from.map { now.adding(seconds: $0) },
                until: until.map { now.adding(seconds: $0) })
        }
        let facts = RecordFacts(
            owner: ChangeBench.id(1), unit: ChangeBench.id(2),
            shares: [
                share(11), share(12, from: -60, until: 60), share(13, from: -7200, until: -30), share(14, until: -7200),
                share(15, from: 30),
            ])
        let change = Change("thing.moved", record: ChangeBench.id(9), account: ChangeBench.id(9), at: now, before: facts)
        #expect(change.before?.owner == ChangeBench.id(1) && change.before?.unit == ChangeBench.id(2))
        #expect(change.before?.shares.map(\.principal) == [11, 12, 13].map(ChangeBench.id))
        #expect(change.before?.shares.map(\.until) == [nil, nil, now.adding(seconds: -30)])
    }

    private func told(_ bench: ChangeBench) async throws -> [Change] {
        try await ChangeBench.settle(bench.database)
        return try await bench.database.read { tx in try ChangeStore.page(after: .start, limit: 100, in: tx).map(\.change) }
    }
}
