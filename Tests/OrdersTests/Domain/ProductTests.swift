import Core
import JSON
import OrdersAPI
import Testing

@testable import Orders

@Suite struct ProductTests {
    struct Step: Sendable {
        let type: String
        let day: Int
        let data: JSONValue
    }

    static let steps: [Step] = [
        Step(type: "shop.product.released.v1", day: 1, data: ["sku": "S", "name": "Tea"]),
        Step(
            type: "shop.product.changed.v1", day: 2,
            data: ["sku": "S", "name": ["en": "Green tea", "ru": "Чай"], "price": 350, "currency": "EUR", "categories": ["tea"]]),
        Step(type: "shop.product.withdrawn.v1", day: 3, data: ["sku": "S", "withdrawnAt": "2026-05-03T10:00:00Z"]),
        Step(type: "shop.product.changed.v1", day: 4, data: ["sku": "S", "name": "Greener tea"]),
    ]

    /// Announced anew before it came out.
    static let releases: [Step] = [
        Step(type: "shop.product.released.v1", day: 1, data: ["sku": "S", "name": "Tea", "releasedAt": "2026-06-01T00:00:00Z"]),
        Step(type: "shop.product.released.v1", day: 2, data: ["sku": "S", "name": "Tea", "releasedAt": "2026-07-01T00:00:00Z"]),
        Step(type: "shop.product.changed.v1", day: 3, data: ["sku": "S", "name": "Green tea"]),
        Step(type: "shop.product.withdrawn.v1", day: 4, data: ["sku": "S"]),
    ]

    static func day(_ day: Int) -> Timestamp { CivilTime(year: 2026, month: 5, day: day).timestamp }

    static func apply(_ step: Step, to product: inout Product) -> Product.Change? {
        let (event, _) = ShopEvent.read(type: step.type, data: step.data, now: day(20))
        switch event {
        case .productReleased(let notice): return product.describe(notice, at: day(step.day), isRelease: true)
        case .productChanged(let notice): return product.describe(notice, at: day(step.day), isRelease: false)
        case .productWithdrawn(let notice): return product.withdraw(notice, at: day(step.day))
        default:
            Issue.record("\(step.type) cannot be read")
            return nil
        }
    }

    static func new() -> Product { Product(id: ProductID(ID(high: 1, low: 1)), source: "urn:shop:test", sku: "S") }

    @Test func `tells what changed, step by step`() {
        var product = Self.new()
        #expect(Self.steps.map { Self.apply($0, to: &product) } == [.released, .changed, .withdrawn, .changed])
        #expect(product.name == ["": "Greener tea"] && product.price == nil && product.version == 4)
        #expect(product.releasedAt == Self.day(1) && !product.isWithdrawn)
    }

    @Test(arguments: [steps, releases])
    func `ends the same in whatever order its events arrive`(_ steps: [Step]) {
        for count in 1...steps.count {
            let known = Array(steps[..<count])
            var expected = Self.new()
            for step in known { _ = Self.apply(step, to: &expected) }
            for order in Self.permutations(known) {
                var product = Self.new()
                for step in order { _ = Self.apply(step, to: &product) }
                #expect(product.told == expected.told, "\(order.map(\.day))")
            }
        }
    }

    @Test func `says nothing when nothing changed`() {
        var product = Self.new()
        #expect(Self.apply(Self.steps[1], to: &product) == .changed)
        #expect(Self.apply(Self.steps[1], to: &product) == nil)
        let later = Step(type: Self.steps[1].type, day: 9, data: Self.steps[1].data)
        #expect(Self.apply(later, to: &product) == nil)
        #expect(product.version == 1)
        let older = Step(type: "shop.product.changed.v1", day: 5, data: ["sku": "S", "name": "Old tea"])
        #expect(Self.apply(older, to: &product) == nil)
        #expect(product.name["en"] == "Green tea")
    }

    @Test func `is known by its withdrawal alone`() {
        var product = Self.new()
        #expect(Self.apply(Self.steps[2], to: &product) == .withdrawn)
        #expect(product.isWithdrawn && product.name.isEmpty && product.version == 1)
    }

    private static func permutations(_ steps: [Step]) -> [[Step]] {
        guard let last = steps.last else { return [[]] }
        return permutations(Array(steps.dropLast())).flatMap { rest in
            (0...rest.count).map { place in
                var with = rest
                with.insert(last, at: place)
                return with
            }
        }
    }
}
