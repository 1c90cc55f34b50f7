import Core
import Synchronization
import Testing

private struct ThingID: Identifier {
    let id: ID
    init(_ id: ID) { self.id = id }
}

private final class StandingClock: WallClock {
    private let time: Atomic<Int64>

    init(_ microseconds: Int64) { time = Atomic(microseconds) }

    func now() -> Timestamp { Timestamp(microseconds: time.load(ordering: .relaxed)) }

    func set(_ microseconds: Int64) { time.store(microseconds, ordering: .relaxed) }
}

@Suite struct IDTests {
    @Test(arguments: [
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "01901234-5678-7abc-8def-0123456789ab",
        "01901234-5678-7abc-bdef-fedcba987654",
    ])
    func `gives back the text it was read from`(text: String) throws {
        let id = try #require(ID(text))
        #expect(id.description == text)
        #expect(ID(text.uppercased()) == id)
        #expect(ThingID(text)?.description == text)
    }

    @Test(arguments: [
        "", "01901234567870008000000000000000", "{01901234-5678-7abc-8def-0123456789a}", "01901234-5678-7abc-8def-0123456789a",
        "01901234-5678-7abc-8def-0123456789abc", "01901234-5678-7abc-8def-0123456789ag", "01901234+5678-7abc-8def-0123456789ab",
        "0190123456-78-7abc-8def-0123456789ab", "01901234-5678-7abc-8def-01234567é9a",
    ])
    func `refuses other texts`(text: String) {
        #expect(ID(text) == nil)
        #expect(ThingID(text) == nil)
    }

    @Test func `sorts as its text does`() {
        let ids = [ID(high: 0, low: 1), ID(high: 0, low: .max), ID(high: 1, low: 0), ID(high: .max, low: 0)]
        #expect(ids.reversed().sorted() == ids)
        #expect(ids.map(\.description).reversed().sorted() == ids.map(\.description))
    }

    @Test func `makes UUIDs of version 7 that carry the time`() {
        let source = IdentifierSource(clock: StandingClock(1_700_000_000_123_456))
        let id = source.next()
        #expect(id.high >> 16 == 1_700_000_000_123)
        #expect(id.high >> 12 & 15 == 7)
        #expect(id.low >> 62 == 2)
    }

    @Test func `rises also while the clock stands or steps back`() {
        let clock = StandingClock(1_700_000_000_000_000)
        let source = IdentifierSource(clock: clock)
        var last = source.next()
        for step in 0..<10_000 {
            if step == 5000 { clock.set(1_600_000_000_000_000) }
            let next = source.next()
            #expect(last < next && next.high >> 12 & 15 == 7)
            last = next
        }
        clock.set(-5)
        #expect(source.next() > last)
    }

    @Test func `makes no id twice for tasks at once`() async {
        let source = IdentifierSource(clock: SystemClock())
        let ids = await withTaskGroup(of: [ID].self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<2000).map { _ in source.next() } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 8000)
        #expect(Set(ids.map(\.high)).count == 8000)
    }
}
