import Access
import Changes
import Core
import Database
import TestKit
import Testing

/// A service of which nothing is there but what is followed.
struct ChangeBench: Sendable {
    static let now = CivilTime(year: 2026, month: 3, day: 2, hour: 12).timestamp
    static let mark = [UInt8](repeating: 7, count: 16)

    let database: any Database
    let feed: ChangeFeed
    let clock = ManualClock(Self.now)

    init(_ engine: Engine) async throws {
        database = try await TestDatabase.make(
            engine, migrations: AccessMigrations.all + [ChangeMigrations.tables("changes-0001")])
        feed = try await ChangeFeed.open(database)
    }

    static func id(_ number: Int) -> ID { ID(high: 0x6368_616e_6765, low: UInt64(number)) }

    func add(_ numbers: [Int], days: Int = 0) async throws {
        try await database.write { tx in
            for number in numbers { try ChangeStore.add(Self.change(number, days: days), in: tx) }
        }
    }

    static func change(_ number: Int, days: Int = 0) -> Change {
        Change("thing.changed", record: id(number), account: nil, version: 1, at: now.adding(days: days))
    }

    struct Read: Sendable {
        var numbers: [Int] = []
        let position: String
        let hasMore: Bool
    }

    /// `seen` says which are shown.
    func read(
        _ position: String?, limit: Int = 100, mark: [UInt8] = Self.mark, of feed: ChangeFeed? = nil,
        seen: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) async throws -> Read {
        let feed = feed ?? self.feed
        return try await database.read { tx in
            let page = try feed.page(after: position, limit: limit, mark: mark, at: clock.now(), in: tx) { changes in
                changes.map { change -> ChangeFeed.Seen<Int> in
                    let number = Int(change.record.low)
                    return seen(number) ? .shown(change, number) : .nothing
                }
            }
            let numbers = page.items.map { item in
                if case .shown(_, let number) = item { number } else { -1 }
            }
            return Read(numbers: numbers, position: page.position, hasMore: page.hasMore)
        }
    }

    /// Other tests have transactions under way on the same server, which is what the feed waits for.
    func expect(_ numbers: [Int], after position: String, limit: Int = 100) async throws -> Read {
        var last: Read?
        try await eventually("the changes are complete") {
            last = try await read(position, limit: limit)
            return last?.numbers == numbers
        }
        return try #require(last)
    }

    /// Waits until all that was written can be followed.
    static func settle(_ database: any Database) async throws {
        let all: Statement = "SELECT count(*) FROM changes"
        let count = try await database.read { tx in try tx.first(all) { $0.count(0) } ?? 0 }
        try await eventually("the changes are complete") {
            try await database.read { tx in try ChangeStore.page(after: .start, limit: count, in: tx).count } == count
        }
    }

    func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }
}
