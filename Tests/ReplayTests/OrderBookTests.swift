import JSON
import Testing

@testable import Replay

/// The shop's own books, against the contract's sentences.
@Suite struct OrderBookTests {
    private static let two: Saying = .placed(
        total: 300, lines: [.init(line: 1, quantity: 2000, total: 200), .init(line: 2, quantity: 1500, total: 100)])
    private static func part(_ line: Int, _ quantity: Int64) -> Saying.Part { .init(line: line, quantity: quantity) }

    private struct Teller {
        var book = OrderBook()
        var next = 0

        /// A new event each time; equal sayings have equal content.
        mutating func tell(_ saying: Saying) -> String {
            next += 1
            return book.hear(OrderBook.Claim(id: "e\(next)", content: Array("\(saying)".utf8), saying: saying)).description
        }
    }

    private static let sequences: [(String, [(Saying, String)])] = [
        (
            "payments and refunds in every state",
            [
                (two, "accepted"), (.refunded(reference: "r", amount: 1), "rejected quantity-exceeded /amount"),
                (.cancelled(parts: nil), "accepted"), (.paid(reference: "p", amount: 300), "accepted"),
                (.refunded(reference: "r", amount: 300), "accepted"),
            ]
        ),
        (
            "names within the order",
            [
                (.paid(reference: "p", amount: 1), "waiting"), (.paid(reference: "p", amount: 1), "duplicate"),
                (.paid(reference: "p", amount: 2), "conflict already-exists-with-other-content"), (two, "accepted"),
                (.paid(reference: "p", amount: 1), "duplicate"), (two, "duplicate"),
                (.placed(total: 1, lines: []), "conflict already-exists-with-other-content"),
            ]
        ),
        (
            "quantities",
            [
                (two, "accepted"), (.shipped(name: "a", parts: [part(1, 2001)]), "rejected quantity-exceeded /lines/0/quantity"),
                (.shipped(name: "a", parts: [part(3, 1)]), "rejected out-of-range /lines/0/line"),
                (.returned(name: "r", parts: [part(1, 1000)]), "waiting"),
                (.returned(name: "s", parts: [part(1, 2001)]), "rejected quantity-exceeded /lines/0/quantity"),
                (.shipped(name: "a", parts: nil), "accepted"), (.shipped(name: "b", parts: nil), "rejected forbidden-by-state"),
                (.returned(name: "t", parts: [part(1, 1500)]), "rejected quantity-exceeded /lines/0/quantity"),
                (.cancelled(parts: nil), "rejected forbidden-by-state"),
            ]
        ),
        (
            "deliveries",
            [
                (two, "accepted"), (.delivered(shipment: "a"), "waiting"), (.delivered(shipment: nil), "waiting"),
                (.shipped(name: "a", parts: [part(1, 2000)]), "accepted"), (.shipped(name: "b", parts: nil), "accepted"),
                (.delivered(shipment: "a"), "rejected forbidden-by-state"),
                (.delivered(shipment: "b"), "rejected forbidden-by-state"),
            ]
        ),
    ]

    @Test(arguments: sequences)
    func `answers by the contract`(name: String, steps: [(Saying, String)]) {
        var teller = Teller()
        for (index, (saying, verdict)) in steps.enumerated() {
            #expect(teller.tell(saying) == verdict, "\(name), step \(index + 1)")
        }
    }

    @Test func `what is due goes down by each line's share, half a unit away from zero`() {
        var teller = Teller()
        _ = teller.tell(Self.two)
        _ = teller.tell(.cancelled(parts: [Self.part(2, 7)]))  // 100 × 7 / 1500 = 0.47
        #expect(teller.book.due == 300)
        _ = teller.tell(.cancelled(parts: [Self.part(1, 5)]))  // 200 × 5 / 2000 = 0.5
        #expect(teller.book.due == 299)
        _ = teller.tell(.cancelled(parts: nil))
        #expect(teller.book.due == 0)
        #expect(teller.book.orderState == "cancelled")
    }

    @Test func `states follow from sums`() {
        var teller = Teller()
        func states() -> [String] {
            [teller.book.orderState, teller.book.paymentState, teller.book.fulfilmentState, teller.book.returnState]
        }
        _ = teller.tell(Self.two)
        #expect(states() == ["placed", "unpaid", "unshipped", "none"])
        _ = teller.tell(.paid(reference: "1", amount: 299))
        _ = teller.tell(.shipped(name: "a", parts: [Self.part(1, 2000)]))
        #expect(states() == ["placed", "partly-paid", "partly-shipped", "none"])
        _ = teller.tell(.paid(reference: "2", amount: 2))
        _ = teller.tell(.delivered(shipment: "a"))
        #expect(states() == ["placed", "overpaid", "partly-delivered", "none"])
        _ = teller.tell(.cancelled(parts: nil))
        _ = teller.tell(.returned(name: "r", parts: [Self.part(1, 500)]))
        #expect(states() == ["completed", "overpaid", "delivered", "partly-returned"])
        _ = teller.tell(.returned(name: "s", parts: [Self.part(1, 1500)]))
        _ = teller.tell(.refunded(reference: "1", amount: 300))
        #expect(states() == ["completed", "partly-refunded", "delivered", "returned"])
        _ = teller.tell(.refunded(reference: "2", amount: 1))
        #expect(states() == ["completed", "refunded", "delivered", "returned"])
    }
}
