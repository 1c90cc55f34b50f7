package import Core
import JSON

/// What the demo company's shop says of a year: goods, customers and their orders, the same whenever it is told. Only the times move:
/// the year ends at `now`, and what would be later than that is not told.
package struct DemoShop: Sendable {
    package static let source = "urn:shop:demo"
    package static let customers = 240
    package static let orders = 600
    /// Of the last week, with a mistake each, which somebody has to correct.
    static let mistakes = 5
    /// Payments whose orders never came.
    static let waiting = 2

    private static let year = 365.0 * 24 * 60
    private let now: Timestamp

    package init(now: Timestamp) {
        self.now = now
    }

    /// How many minutes ago an order was placed. They come closer together towards the end, as a shop grows, and no day is like the
    /// other.
    static func age(_ index: Int) -> Int { ages[index] }

    private static let ages: [Int] = (0..<orders).map { index in
        var dice = Dice(seed: DemoCustomer.seed, stream: 0xd3d0_0000 + UInt64(index))
        let share = (Double(index) + 0.5) / Double(orders)
        let even = Int(year * (1 - share.squareRoot()))
        return min(max(7 + dice.below(600), even + dice.within(-2600...2600)), Int(year) - 60)
    }.sorted(by: >)

    /// Of every five orders two are a customer's first, which makes 240 of 600.
    static func customer(_ index: Int) -> Int {
        let (block, place) = (index / 5, index % 5)
        if place < 2 { return block * 2 + place }
        var dice = Dice(seed: DemoCustomer.seed, stream: 0xd3b0_0000 + UInt64(index))
        return dice.below(block * 2 + 2)
    }

    func order(_ index: Int) -> Story {
        let age = Self.age(index)
        var writer = writer("D-" + Self.digits(index + 1), UInt64(index), age: age, customer: Self.customer(index))
        DemoPlot(age: age).tell(&writer)
        return writer.story()
    }

    /// The catalogue, a year ago; and two goods of this week, which those who asked for news are told about.
    func goods() -> [Story] {
        func story(_ name: String, _ goods: [Good], age: Int) -> Story {
            var writer = writer(name, 0xffff, age: age, customer: 0)
            for good in goods {
                writer.send(
                    StoryWriter.Draft(
                        id: "released-" + good.sku, type: "shop.product.released.v1",
                        data: good.data(price: good.price("RUB")).object ?? JSONObject(), saying: .product, minute: 0), by: .batch
                )
            }
            return writer.story()
        }
        return [story("catalogue", Good.all, age: Int(Self.year))]
    }

    func news() -> Story {
        var writer = writer("news", 0xfffe, age: 26 * 60, customer: 0)
        for good in Good.news {
            writer.send(
                StoryWriter.Draft(
                    id: "released-" + good.sku, type: "shop.product.released.v1",
                    data: good.data(price: good.price("RUB")).object ?? JSONObject(), saying: .product, minute: 0), by: .batch)
        }
        return writer.story()
    }

    /// Orders that are refused for what is wrong with them, each with a reason that people meet.
    func mistaken(_ index: Int) -> Story {
        let age = 400 + index * 1300
        var writer = writer("D-9" + Self.digits(index + 1), 0xe000 + UInt64(index), age: age, customer: 17 + index * 31)
        let cart = Cart(writer.customer, lines: 1...3, &writer.dice)
        var draft = writer.placed(cart)
        draft.minute = 0
        let fault: Verdict
        switch index % 3 {
        case 0:
            draft.data.set("total", .number(JSONNumber(cart.total + 10_000)))
            fault = .rejected("sum-mismatch", "/total")
        case 1:
            draft.data.set("currency", "RUR")
            fault = .rejected("unknown-currency", "/currency")
        default:
            draft.data.remove("total")
            fault = .rejected("missing", "/total")
        }
        writer.send(draft, fault: fault, by: .batch)
        return writer.story()
    }

    /// A payment that came before its order, which is still on its way.
    func early(_ index: Int) -> Story {
        var writer = writer("D-8" + Self.digits(index + 1), 0xf000 + UInt64(index), age: 90, customer: 40 + index)
        var draft = writer.paid(249_000 + Int64(index) * 100_000)
        draft.minute = 0
        writer.send(draft, by: .batch)
        return writer.story()
    }

    private func writer(_ number: String, _ stream: UInt64, age: Int, customer: Int) -> StoryWriter {
        StoryWriter(
            seed: DemoCustomer.seed, source: Self.source, number: number, stream: 0xd3c0_0000 + stream,
            day: now.adding(seconds: -Double(age) * 60), customer: DemoCustomer(customer).customer)
    }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
