import Core
import JSON
import Testing

@testable import Replay

@Suite struct GeneratedShopTests {
    private static let now = Timestamp(microseconds: 1_780_000_000_000_000)
    private static let later = now.adding(days: 3)

    private static func day(_ seed: UInt64, now: Timestamp = now, count: Int = Plot.allCases.count) -> [Story] {
        let shop = GeneratedShop(seed: seed, now: now)
        return [shop.morning()] + (0..<count).map { shop.order($0) } + [shop.evening()]
    }

    @Test func `a seed gives the same events, to the byte`() {
        #expect(Self.day(7).map(\.events) == Self.day(7).map(\.events))
        #expect(Self.day(7).map(\.events) != Self.day(8).map(\.events))
    }

    @Test func `an order does not depend on how many there are`() {
        #expect(Self.day(7, count: 5)[3].events == Self.day(7, count: 9)[3].events)
    }

    @Test func `another day tells the same content at other times`() {
        for (today, other) in zip(Self.day(3), Self.day(3, now: Self.later)) {
            #expect(today.events.map(\.expected) == other.events.map(\.expected))
            for (event, again) in zip(today.events, other.events) {
                #expect(event.id == again.id)
                #expect(Self.withoutTime(event.body) == Self.withoutTime(again.body), "\(event.id)")
            }
        }
    }

    private static func withoutTime(_ bytes: [UInt8]) -> [UInt8] {
        guard var event = (try? JSONValue.parse(bytes, limits: JSONLimits(depth: 50)))?.object else { return bytes }
        event.remove("time")
        return event.json()
    }

    @Test(arguments: [1, 2, 3, 99, UInt64.max])
    func `every outcome, code and door comes in the first orders of a day`(seed: UInt64) {
        let events = Self.day(seed).flatMap(\.events)
        #expect(Set(events.map(\.expected.outcome)) == Set(DoorAnswer.Outcome.allCases))
        #expect(Set(events.map(\.door)) == Set(PlannedEvent.Door.allCases))
        #expect(
            Set(events.compactMap(\.expected.code)) == [
                "not-json", "not-a-cloudevent", "unknown-type", "missing", "wrong-type", "out-of-range", "unknown-currency",
                "sum-mismatch", "duplicate-line", "time-in-future", "too-large", "quantity-exceeded", "forbidden-by-state",
                "already-exists-with-other-content",
            ])
        let types = ["placed", "paid", "refunded", "shipped", "delivered", "cancelled", "returned"].map { "shop.order.\($0).v1" }
        let products = ["released", "changed", "withdrawn"].map { "shop.product.\($0).v1" }
        #expect(Set(events.filter { $0.expected.outcome == .accepted }.map(\.type)) == Set(types + products))
    }

    @Test(arguments: [1, 5, 77])
    func `told again, everything is a duplicate or refused as before`(seed: UInt64) {
        for event in Self.day(seed, count: 300).flatMap(\.events) {
            switch event.expected.outcome {
            case .accepted, .duplicate: #expect(event.expectedAgain == .duplicate, "\(event.id)")
            // What waited may have been refused when it was its turn.
            case .waiting: #expect(event.expectedAgain == .duplicate || event.expectedAgain.outcome == .rejected, "\(event.id)")
            case .conflict, .rejected: #expect(event.expectedAgain == event.expected, "\(event.id)")
            }
        }
    }

    @Test func `all four currencies, both languages, companies and decimals are there`() {
        let bodies = Self.day(1, count: 200).flatMap(\.events).map { String(decoding: $0.body, as: UTF8.self) }
        for part in [
            "\"RUB\"", "\"EUR\"", "\"JPY\"", "\"KWD\"", "\"language\":\"ru\"", "\"language\":\"en", "\"company\"",
            "\"quantity\":1.5,",
            "\"consents\"", "\"trackingNumber\"", "\"taxIncluded\":false",
        ] {
            #expect(bodies.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test func `neighbours that go as a batch share a request`() {
        let stories = Self.day(1, count: 50)
        for story in stories {
            #expect(story.requests.flatMap { Array($0) } == story.events)
            for request in story.requests { #expect(request.count == 1 || request.allSatisfy { $0.door == .batch }) }
        }
        #expect(stories.contains { $0.requests.contains { $0.count > 1 } })
    }
}
