import JSON
import OrdersAPI
import Testing

@testable import Orders

/// One order of 2 × 100 and 1.5 × 100 minor units, total 350, and what happens to it.
struct OrderStory: Sendable, CustomTestStringConvertible {
    let name: String
    /// `event -> what is answered`.
    let events: [String]
    /// The four states and what is due then.
    let end: String

    init(_ name: String, _ events: [String], _ end: String) {
        (self.name, self.events, self.end) = (name, events, end)
    }

    var testDescription: String { name }
}

@Suite struct OrderStoryTests {
    @Test(arguments: stories)
    func `answers a story event by event`(_ story: OrderStory) {
        var shop = ShopStory()
        #expect(shop.place(ShopWords.placed(["2@100", "1.5@100"])) == .accepted)
        for (index, event) in story.events.enumerated() {
            let parts = event.split(separator: " -> ").map(String.init)
            let before = shop.order
            let told = shop.tell(parts[0], id: "e\(index)")
            #expect("\(told)" == parts[1], "\(event)")
            if told != .accepted { #expect(shop.order == before, "\(event)") }
        }
        #expect(shop.order.map(Self.summary) == story.end)
    }

    static func summary(_ order: Order) -> String {
        let states = order.states
        return """
            \(states.order.rawValue) \(states.payment.rawValue) \(states.fulfilment.rawValue) \(states.returns.rawValue) \
            \(order.due)
            """
    }

    static let stories: [OrderStory] = [
        OrderStory("nothing happens", [], "placed unpaid unshipped none 350"),
        OrderStory("paid in two parts", ["pay=P1 100 -> accepted", "pay=P2 250 -> accepted"], "placed paid unshipped none 350"),
        OrderStory("paid in part", ["pay=P1 349 -> accepted"], "placed partly-paid unshipped none 350"),
        OrderStory("paid too much", ["pay=P1 351 -> accepted"], "placed overpaid unshipped none 350"),
        OrderStory("paid nothing", ["pay=P1 0 -> accepted"], "placed unpaid unshipped none 350"),
        OrderStory(
            "a reference again", ["pay=P1 350 -> accepted", "pay=P1 350 -> duplicate", "pay=P1 1 -> conflict"],
            "placed paid unshipped none 350"),
        OrderStory(
            "a refund shares no reference with a payment",
            ["pay=X 350 -> accepted", "refund=X 350 -> accepted", "refund=X 350 -> duplicate", "refund=X 1 -> conflict"],
            "placed refunded unshipped none 350"),
        OrderStory(
            "refunds up to what was paid",
            [
                "refund=F1 1 -> quantity-exceeded at /amount", "pay=P1 100 -> accepted", "refund=F1 60 -> accepted",
                "refund=F2 41 -> quantity-exceeded at /amount", "refund=F3 40 -> accepted",
            ], "placed refunded unshipped none 350"),
        OrderStory(
            "refunded in part", ["pay=P1 350 -> accepted", "refund=F1 1 -> accepted"],
            "placed partly-refunded unshipped none 350"),
        OrderStory(
            "payments end at the largest amount",
            ["pay=P1 9007199254740991 -> accepted", "pay=P2 1 -> out-of-range at /amount"], "placed overpaid unshipped none 350"),
        OrderStory("shipped whole", ["ship -> accepted"], "placed unpaid shipped none 350"),
        OrderStory(
            "shipped in parts", ["ship=S1 1:1 2:0.5 -> accepted", "ship=S2 1:1 -> accepted"],
            "placed unpaid partly-shipped none 350"),
        OrderStory(
            "a shipment again",
            [
                "ship=S1 1:1 -> accepted", "ship=S1 1:1 -> duplicate", "ship=S1 1:1.0 -> duplicate",
                "ship=S1 2:1 -> conflict", "ship=S1 -> conflict",
            ], "placed unpaid partly-shipped none 350"),
        OrderStory(
            "more than is left to ship",
            [
                "ship=S1 1:1 -> accepted", "ship=S2 1:1.001 2:1.5 -> quantity-exceeded at /lines/0/quantity",
                "ship=S3 2:1.5 1:1 -> accepted", "ship=S4 1:0.001 -> quantity-exceeded at /lines/0/quantity",
                "ship=S5 -> forbidden-by-state",
            ], "placed unpaid shipped none 350"),
        OrderStory(
            "a line that is not there",
            [
                "ship 1:1 3:1 -> out-of-range at /lines/1/line", "cancel 9:1 -> out-of-range at /lines/0/line",
                "return 7:1 -> out-of-range at /lines/0/line",
            ], "placed unpaid unshipped none 350"),
        OrderStory(
            "delivered before it is shipped",
            ["deliver=S1 -> waits shipment-unknown", "deliver -> waits not-shipped-yet"], "placed unpaid unshipped none 350"),
        OrderStory(
            "delivered shipment by shipment",
            [
                "ship=S1 1:2 -> accepted", "deliver=S2 -> waits shipment-unknown", "deliver=S1 -> accepted",
                "deliver=S1 -> forbidden-by-state", "deliver -> waits not-shipped-yet", "ship=S2 -> accepted",
                "deliver=S2 -> accepted", "deliver -> forbidden-by-state",
            ], "completed unpaid delivered none 350"),
        OrderStory(
            "delivered in part counts before shipped", ["ship=S1 1:1 -> accepted", "deliver -> accepted", "ship=S2 -> accepted"],
            "placed unpaid partly-delivered none 350"),
        OrderStory(
            "delivered all at once", ["ship=S1 1:2 -> accepted", "ship=S2 -> accepted", "deliver -> accepted"],
            "completed unpaid delivered none 350"),
        OrderStory(
            "delivered what is open, the rest cancelled",
            ["ship=S1 1:2 -> accepted", "deliver -> accepted", "cancel -> accepted"], "completed unpaid delivered none 200"),
        OrderStory(
            "cancelled whole",
            [
                "cancel -> accepted", "ship -> forbidden-by-state", "ship 1:1 -> forbidden-by-state",
                "cancel -> forbidden-by-state", "cancel 1:1 -> forbidden-by-state", "return 1:1 -> forbidden-by-state",
                "deliver -> forbidden-by-state", "deliver=S1 -> forbidden-by-state",
            ], "cancelled unpaid unshipped none 0"),
        OrderStory(
            "money moves in every state",
            ["cancel -> accepted", "pay=P1 350 -> accepted", "refund=F1 350 -> accepted"],
            "cancelled refunded unshipped none 0"),
        OrderStory(
            "paid, then cancelled", ["pay=P1 350 -> accepted", "cancel -> accepted"], "cancelled overpaid unshipped none 0"),
        OrderStory("cancelled in part", ["cancel 1:1 -> accepted"], "placed unpaid unshipped none 250"),
        OrderStory(
            "cancelled in thirds, each half away from zero", ["cancel 1:0.005 -> accepted", "cancel 2:0.005 -> accepted"],
            "placed unpaid unshipped none 348"),
        OrderStory(
            "what is cancelled is not shipped",
            [
                "cancel 1:1 -> accepted", "ship 1:2 -> quantity-exceeded at /lines/0/quantity", "ship 1:1 2:1.5 -> accepted",
                "cancel -> forbidden-by-state", "cancel 1:1 -> quantity-exceeded at /lines/0/quantity",
            ], "placed unpaid shipped none 250"),
        OrderStory(
            "a return before its shipment",
            [
                "return=R1 1:1 -> waits not-shipped-yet", "return=R1 1:2.5 -> quantity-exceeded at /lines/0/quantity",
                "ship=S1 1:1 -> accepted", "return=R1 1:1 -> accepted", "return=R1 1:1 -> duplicate", "return=R1 2:1 -> conflict",
                "return=R2 1:1 -> waits not-shipped-yet", "return=R2 1:1.5 -> quantity-exceeded at /lines/0/quantity",
            ], "placed unpaid partly-shipped returned 350"),
        OrderStory(
            "returned in part, which changes nothing of what is due",
            ["pay=P 350 -> accepted", "ship -> accepted", "deliver -> accepted", "return=R1 2:0.5 -> accepted"],
            "completed paid delivered partly-returned 350"),
        OrderStory(
            "all came back",
            ["ship -> accepted", "return=R1 1:2 -> accepted", "return=R2 2:1.5 -> accepted"],
            "placed unpaid shipped returned 350"),
        OrderStory(
            "a waiting return becomes impossible by a cancellation",
            [
                "return=R1 1:2 -> waits not-shipped-yet", "cancel 1:1 -> accepted",
                "return=R1 1:2 -> quantity-exceeded at /lines/0/quantity",
            ],
            "placed unpaid unshipped none 250"),
        OrderStory(
            "a line twice in one event", ["ship 1:1 1:1 -> duplicate-line at /lines/1/line"], "placed unpaid unshipped none 350"),
    ]
}
