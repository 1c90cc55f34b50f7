package import Core
import JSON

/// A believable day of a shop: goods, customers, orders and what becomes of them, the same for the same seed.
///
/// Every story stands for itself, so that stories can be sent side by side and need not be in memory together. What an order is
/// does not depend on how many there are.
package struct GeneratedShop: Sendable {
    /// So many orders show everything that can happen at least once.
    package static let ordersWithEverything = Plot.allCases.count

    package let seed: UInt64
    package let source: String
    /// When the day begins. Times of it stand in the events' `time` alone, which is no part of their content.
    private let day: Timestamp

    /// The day ends at `now`.
    package init(seed: UInt64, now: Timestamp) {
        self.seed = seed
        source = "urn:shop:generated-\(seed)"
        day = now.adding(days: -1)
    }

    /// What happens to the order of that index, counted from 0.
    func order(_ index: Int) -> Story {
        var dice = Dice(seed: seed, stream: UInt64(index) &* 2 &+ 1)
        // Some come again.
        let customer = dice.chance(60) ? index : dice.below(index + 1)
        let plot = Plot.draw(index, &dice)
        let digits = String(index + 1)
        let number = "G\(seed)-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        var writer = StoryWriter(
            seed: seed, source: source, number: number, stream: UInt64(index) &* 2 &+ 2, customer: customer, day: day)
        plot.tell(&writer)
        return writer.story()
    }

    /// The morning: the catalogue is released, some of it changed, some withdrawn. It comes before every order.
    func morning() -> Story {
        goods("morning", stream: 0xd000_0001) { writer in
            for good in Good.all + Good.leaving { writer.tell("released", good, price: good.price("RUB"), minute: 1) }
            for good in Good.all.prefix(4) {
                writer.tell("changed", good, price: good.price("RUB") + 1000, minute: 30)
                // Said earlier, but arriving later: it changes nothing.
                writer.tell("changed", good, price: good.price("RUB") - 1000, minute: 20, name: "late")
            }
            for good in Good.leaving { writer.withdraw(good, minute: 60) }
        }
    }

    /// The evening: new goods, which those who asked for it are told about.
    func evening() -> Story {
        goods("evening", stream: 0xd000_0002) { writer in
            for good in Good.news { writer.tell("released", good, price: good.price("RUB"), minute: 1439) }
        }
    }

    private func goods(_ number: String, stream: UInt64, _ write: (inout StoryWriter) -> Void) -> Story {
        var writer = StoryWriter(seed: seed, source: source, number: number, stream: stream, customer: 0, day: day)
        write(&writer)
        return writer.story()
    }
}

extension StoryWriter {
    fileprivate mutating func tell(_ word: String, _ good: Good, price: Int64, minute: Int, name: String = "1") {
        send(
            Draft(
                id: "\(word)-\(good.sku)-\(name)", type: "shop.product.\(word).v1",
                data: good.data(price: price).object ?? JSONObject(),
                saying: .product, minute: minute))
    }

    fileprivate mutating func withdraw(_ good: Good, minute: Int) {
        send(
            Draft(
                id: "withdrawn-" + good.sku, type: "shop.product.withdrawn.v1", data: JSONObject([("sku", .string(good.sku))]),
                saying: .product, minute: minute))
    }
}
