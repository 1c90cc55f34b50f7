import Core
import HTTP
import JSON
import Synchronization
import Testing

@testable import Replay

/// The demo company's year.
@Suite struct DemoTests {
    private static let now = Timestamp(microseconds: 1_780_000_000_000_000)

    private static func stories(_ now: Timestamp = now) -> [Story] {
        let shop = DemoShop(now: now)
        return shop.goods() + (0..<DemoShop.orders).map { shop.order($0) } + (0..<DemoShop.mistakes).map { shop.mistaken($0) }
            + (0..<DemoShop.waiting).map { shop.early($0) } + [shop.news()]
    }

    private static func time(_ event: PlannedEvent) throws -> Timestamp? {
        try JSONValue.parse(event.body, limits: JSONLimits(depth: 50))["time"]?.string.flatMap { Timestamp($0) }
    }

    @Test func `the same company comes whenever it is told, and only the times move`() throws {
        let (today, later) = (Self.stories(), Self.stories(Self.now.adding(days: 40)))
        #expect(Self.stories().map(\.events) == today.map(\.events))
        for (story, other) in zip(today, later) {
            #expect(story.events.map(\.id) == other.events.map(\.id))
            for (event, again) in zip(story.events, other.events) {
                let (first, second) = (try #require(try Self.time(event)), try #require(try Self.time(again)))
                #expect(second == first.adding(days: 40))
            }
        }
    }

    @Test func `it spans a year that ends now, busier towards the end`() throws {
        let times = try Self.stories().flatMap(\.events).map { try #require(try Self.time($0)) }
        #expect(times.allSatisfy { $0 <= Self.now && $0 >= Self.now.adding(days: -366) })
        let placed = (0..<DemoShop.orders).map { DemoShop.age($0) }
        #expect(placed == placed.sorted(by: >))
        let week = 7 * 24 * 60
        #expect((10...40).contains(placed.filter { $0 < week }.count))
        #expect(placed.filter { $0 > 358 * 24 * 60 }.count < placed.filter { $0 < week }.count)
    }

    @Test func `its numbers are what they were, so that nobody changes them unawares`() {
        let stories = Self.stories()
        let events = stories.flatMap(\.events)
        let placed = stories.filter(\.book.isPlaced)
        #expect(placed.count == DemoShop.orders)
        #expect(events.filter { $0.expected.outcome == .rejected }.count == DemoShop.mistakes)
        #expect(events.filter { $0.expected.outcome == .waiting }.count == DemoShop.waiting)
        #expect(events.allSatisfy { [.accepted, .rejected, .waiting].contains($0.expected.outcome) })
        let customers = Set((0..<DemoShop.orders).map { DemoShop.customer($0) })
        #expect(customers == Set(0..<DemoShop.customers))
        let all = (0..<DemoShop.customers).map { DemoCustomer($0) }
        #expect(Set(all.map(\.mail)).count == all.count)
        #expect(Set(all.map(\.unit)) == ["retail", "wholesale", "export"])
        #expect((70...130).contains(all.filter(\.isCompany).count) && (140...200).contains(all.filter(\.isRussian).count))
        let owners = (0..<DemoShop.customers).compactMap { DemoCompany.owner(of: $0) }
        #expect(owners.count == 220 && Set(owners) == Set(DemoStaff.members.filter(\.sells).map(\.login)))
    }

    @Test func `nobody real can be reached by it`() {
        for number in 0..<DemoShop.customers {
            let data = DemoCustomer(number).customer.data
            #expect(data["email"]?.string?.hasSuffix(".example") == true)
            let phone = data["phone"]?.string?.filter(\.isNumber) ?? ""
            #expect(phone.isEmpty || phone.hasPrefix("8900") || phone.hasPrefix("7900") || phone.hasPrefix("447700900"))
            #expect(data["taxId"]?.string.map { $0.hasPrefix("00") } ?? true)
        }
    }
}
