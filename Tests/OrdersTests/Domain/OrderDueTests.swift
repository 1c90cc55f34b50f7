import Core
import JSON
import OrdersAPI
import Testing

@testable import Orders

@Suite struct OrderDueTests {
    /// Lines, what is cancelled, what is due then.
    static let cases: [(lines: [String], cancelled: String, shipping: Int64, discount: Int64, due: Int64)] = [
        (["1@100"], "cancel 1:0.005", 0, 0, 99),
        (["1@100"], "cancel 1:0.004", 0, 0, 100),
        (["3@1"], "cancel 1:1", 0, 0, 2),
        (["3@1"], "cancel 1:2", 0, 0, 1),
        (["0.003@1000", "1@100"], "cancel 1:0.001", 0, 0, 102),
        (["2@100", "1@50"], "cancel 1:2", 30, 0, 80),
        (["2@100"], "cancel", 30, 0, 0),
        (["1@100", "1@100"], "cancel 1:1", 0, 150, 0),
        (["1@100", "1@0"], "cancel 1:1", 0, 0, 0),
        (["999999999.999@9000000"], "cancel 1:999999999.998", 0, 0, 9000),
        (["999999999.999@9000000"], "cancel 1:333333333.333", 0, 0, 5_999_999_999_994_000),
        (["1@9007199254740991"], "cancel 1:0.5", 0, 0, 4_503_599_627_370_495),
    ]

    @Test(arguments: cases.indices)
    func `takes each line's share of what is cancelled off, half away from zero`(index: Int) {
        let example = Self.cases[index]
        var shop = ShopStory()
        let placed = ShopWords.placed(example.lines, shipping: example.shipping, discount: example.discount)
        #expect(shop.place(placed) == .accepted)
        #expect(shop.tell(example.cancelled, id: "c") == .accepted)
        #expect(shop.order?.due == example.due)
    }

    /// Piece by piece or at once: a cancellation is counted on the line's whole cancelled quantity.
    @Test func `does not add up roundings over several cancellations`() {
        var shop = ShopStory()
        #expect(shop.place(ShopWords.placed(["4@1", "1@100"])) == .accepted)
        for step in 0..<10 { #expect(shop.tell("cancel 1:0.1", id: "c\(step)") == .accepted) }
        #expect(shop.order?.due == 103)
    }

    @Test func `publishes the rules that decide`() throws {
        let events = try #require(OrderStateMachine.published["events"]?.array)
        #expect(events.compactMap { $0["type"]?.string } == OrderStepKind.allCases.map(\.eventType))
        for (kind, event) in zip(OrderStepKind.allCases, events) {
            let rules = try #require(event["rules"]?.array)
            #expect(rules.count == OrderStateMachine.table[kind]?.count)
            #expect(rules.last?["when"] == "otherwise" && rules.last?["outcome"] == "accepted")
        }
        let states = OrderStateMachine.published["states"]
        #expect(states?["order"]?.array?.count == OrderState.allCases.count)
        #expect(states?["payment"]?.array?.count == PaymentState.allCases.count)
        #expect(states?["fulfilment"]?.array?.count == FulfilmentState.allCases.count)
        #expect(states?["return"]?.array?.count == ReturnState.allCases.count)
    }
}
