import Core
import JSON
import OrdersAPI
import Testing

@testable import Orders

/// Random days of random orders, from seeds.
@Suite struct OrderPropertyTests {
    struct Dice: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
            return word ^ word >> 31
        }

        mutating func below(_ bound: Int64) -> Int64 { Int64(next() % UInt64(bound)) }
    }

    static func order(_ dice: inout Dice) -> JSONValue {
        let lines = (0..<1 + dice.below(4)).map { _ in
            "\(Quantity(thousandths: 1 + dice.below(4000)))@\(dice.below(3) == 0 ? dice.below(10) : dice.below(100_000))"
        }
        return ShopWords.placed(lines, shipping: dice.below(500))
    }

    static func event(_ dice: inout Dice, _ order: Order) -> String {
        func line() -> String {
            let line = order.lines[Int(dice.below(Int64(order.lines.count)))]
            let most = dice.below(3) == 0 ? line.quantity.thousandths : max(1, line.left.thousandths)
            return "\(line.line):\(Quantity(thousandths: 1 + dice.below(most)))"
        }
        func name(_ letter: String) -> String { "\(letter)\(dice.below(6))" }
        switch dice.below(10) {
        case 0, 1: return "pay=\(name("P")) \(dice.below(max(2, order.total)))"
        case 2: return "refund=\(name("F")) \(dice.below(max(2, order.paid)))"
        case 3: return "ship=\(name("S"))"
        case 4, 5: return "ship=\(name("S")) \(line())"
        case 6: return dice.below(3) == 0 ? "deliver" : "deliver=\(name("S"))"
        case 7: return dice.below(4) == 0 ? "cancel" : "cancel \(line())"
        default: return "return=\(name("R")) \(line())"
        }
    }

    @Test(arguments: 0..<100)
    func `keeps its sums and states right whatever a shop says`(seed: Int) throws {
        var dice = Dice(seed: UInt64(seed))
        var shop = ShopStory()
        #expect(shop.place(Self.order(&dice)) == .accepted)
        var accepted: [(words: String, id: String)] = []
        for index in 0..<40 {
            let before = try #require(shop.order)
            let words = Self.event(&dice, before)
            let told = shop.tell(words, id: "e\(index)")
            let order = try #require(shop.order)
            if told == .accepted {
                accepted.append((words, "e\(index)"))
                #expect(order.version == before.version + 1)
            } else {
                #expect(order == before, "seed \(seed): \(words)")
            }
            Self.check(order, shop.steps, "seed \(seed): \(words)")
        }
        let end = shop
        for (words, id) in accepted where words.contains("=") && !words.hasPrefix("deliver") {
            #expect(shop.tell(words, id: id + "-again") == .duplicate, "seed \(seed): \(words)")
        }
        #expect(shop.order == end.order)
    }

    private static func check(_ order: Order, _ steps: [OrderStep], _ where: String) {
        for line in order.lines {
            #expect(line.cancelled >= .zero && line.shipped >= .zero && line.delivered >= .zero && line.returned >= .zero)
            #expect(line.left >= .zero && line.delivered <= line.shipped && line.returned <= line.shipped, "\(`where`)")
            for (kind, field) in [
                (OrderStepKind.shipped, line.shipped), (.delivered, line.delivered), (.cancelled, line.cancelled),
                (.returned, line.returned),
            ] {
                let told = steps.filter { $0.kind == kind }.flatMap { $0.details.lines ?? [] }.filter { $0.line == line.line }
                #expect(told.reduce(.zero) { $0 + $1.quantity } == field, "\(`where`): the history tells of \(kind)")
            }
        }
        #expect(order.due >= 0 && order.due <= order.total && order.refunded <= order.paid, "\(`where`)")
        #expect(steps.count == Int(order.version))
        let states = order.states
        #expect((states.order == .cancelled) == order.lines.allSatisfy { $0.open == .zero })
        #expect((states.order == .cancelled) == (order.lines.allSatisfy { $0.cancelled == $0.quantity }))
        #expect(states.order != .completed || order.lines.allSatisfy { $0.delivered == $0.open })
        #expect((states.returns == .none) == order.lines.allSatisfy { $0.returned == .zero })
        if states.order == .cancelled { #expect(order.due == 0) }
    }

    @Test(arguments: 0..<60)
    func `ends the same in whatever order independent events arrive`(seed: Int) throws {
        var dice = Dice(seed: UInt64(seed) + 10_000)
        let placed = Self.order(&dice)
        var plan = ShopStory()
        #expect(plan.place(placed) == .accepted)
        let lines = try #require(plan.order).lines
        var events = (0..<3).map { "pay=P\($0) \(dice.below(1000))" }
        for line in lines where line.quantity.thousandths >= 4 {
            let quarter = Quantity(thousandths: line.quantity.thousandths / 4)
            events += ["ship=S\(line.line) \(line.line):\(quarter)", "cancel \(line.line):\(quarter)"]
            events += ["deliver=S\(line.line)", "return=R\(line.line) \(line.line):\(quarter)"]
        }
        let first = Self.settle(placed, events)
        for _ in 0..<5 {
            let other = Self.settle(placed, events.shuffled(using: &dice))
            #expect(other?.lines == first?.lines, "seed \(seed)")
            #expect(other?.states == first?.states && other?.due == first?.due && other?.paid == first?.paid, "seed \(seed)")
        }
    }

    /// Tells all, and what waits again after each that was accepted, until nothing moves; every event must get in.
    private static func settle(_ placed: JSONValue, _ events: [String]) -> Order? {
        var shop = ShopStory()
        guard shop.place(placed) == .accepted else { return nil }
        var waiting: [String] = []
        for words in events {
            switch shop.tell(words, id: words) {
            case .waiting: waiting.append(words)
            case .accepted: waiting.removeAll { shop.tell($0, id: $0) == .accepted }
            case let other: Issue.record("\(words): \(other)")
            }
        }
        while case let before = waiting.count, before > 0 {
            waiting.removeAll { shop.tell($0, id: $0) == .accepted }
            if waiting.count == before { break }
        }
        #expect(waiting.isEmpty, "\(waiting)")
        return shop.order
    }
}
