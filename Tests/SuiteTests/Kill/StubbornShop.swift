import HTTP
import JSON
import Synchronization
import TestKit

/// A shop that sends whatever was not acknowledged again and again until it is, through every door in turn.
final class StubbornShop: Sendable {
    static let source = "urn:shop:stubborn"
    private static let customers = 12
    private static let pace = 15

    /// What became of one order in the shop's own books.
    struct Sold: Sendable, Hashable {
        let number: String
        let email: String
        let isShipped: Bool
        let isCancelled: Bool

        /// Kinds of entries that the customer's history must have of it, mails apart.
        var history: [String] {
            ["order.placed", "order.paid"] + (isShipped ? ["order.shipped"] : []) + (isCancelled ? ["order.cancelled"] : [])
        }

        var events: [String] { history.map { "\($0)-\(number)" } }

        /// Kinds of mails that it is worth.
        var mails: [String] {
            ["order-placed"] + (isShipped ? ["order-shipped"] : []) + (isCancelled ? ["order-cancelled"] : [])
        }
    }

    private let clients: [SuiteClient]
    private let topic: ShopTopicDoor?
    private let books = Mutex<[Sold]>([])
    private let trouble = Mutex<(resent: Int, refusals: [String])>((0, []))
    private let isOpen = Atomic<Bool>(true)

    init(clients: [SuiteClient], topic: ShopTopicDoor?) {
        self.clients = clients
        self.topic = topic
    }

    /// Orders whose every event was acknowledged.
    var sold: [Sold] { books.withLock { $0 } }
    var resent: Int { trouble.withLock { $0.resent } }
    /// Answers that no fault of a process explains.
    var refusals: [String] { trouble.withLock { $0.refusals } }

    /// Takes no new order; those begun are still sent to their end.
    func close() { isOpen.store(false, ordering: .relaxed) }

    /// Sells until it is closed. Several may run side by side, told apart by `till`.
    func sell(till: Int) async throws {
        var count = 0
        while isOpen.load(ordering: .relaxed) {
            count += 1
            let sold = Sold(
                number: "\(till)-\(count)", email: "customer-\((till * 7 + count) % Self.customers)@stubborn.example",
                isShipped: count % 3 != 0, isCancelled: count % 3 == 0)
            for (index, event) in events(sold).enumerated() {
                try await insist(event, door(till + count + index, event))
                // The pace of a shop, so that the processes do not only work off what has piled up.
                try await Task.sleep(for: .milliseconds(Self.pace))
            }
            books.withLock { $0.append(sold) }
        }
    }

    private func door(_ turn: Int, _ event: IntakeExample) -> IntakeExampleDoor {
        let doors: [IntakeExampleDoor] =
            topic == nil
            ? [.httpStructured, .httpBatch, .httpBinary]
            : [.httpStructured, .kafkaBinary, .httpBatch, .httpBinary, .kafkaStructured]
        return doors[turn % doors.count]
    }

    private func insist(_ event: IntakeExample, _ door: IntakeExampleDoor) async throws {
        if door.isKafka, let topic { return try await topic.put(event, door, key: event.id) }
        var tries = 0
        while true {
            let client = clients[tries % clients.count]
            if let answer = try? await client.send(event, door, seconds: 5) {
                let outcome = (answer.json.array?.first ?? answer.json)["outcome"]?.string ?? ""
                if answer.status < 300, ["accepted", "waiting", "duplicate"].contains(outcome) { return }
                if answer.status < 500 {
                    trouble.withLock { $0.refusals.append("\(event.id): \(answer.status) \(answer.text.prefix(300))") }
                    return
                }
            }
            tries += 1
            trouble.withLock { $0.resent += 1 }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What comes through Kafka may overtake what came before it; it waits then.
    private func events(_ sold: Sold) -> [IntakeExample] {
        let number = JSONValue.string(sold.number)
        let placed: JSONValue = [
            "number": number, "currency": "EUR", "total": 1250,
            "customer": ["email": .string(sold.email), "name": .string(String(sold.email.prefix { $0 != "@" }))],
            "lines": [["line": 1, "sku": "A", "quantity": 2, "unitPrice": 625, "total": 1250]],
        ]
        func event(_ kind: String, _ data: JSONValue) -> IntakeExample {
            IntakeExample("shop.\(kind).v1", id: "\(kind)-\(sold.number)", source: Self.source, data: data)
        }
        return [event("order.placed", placed), event("order.paid", ["number": number, "amount": 1250, "reference": number])]
            + (sold.isShipped ? [event("order.shipped", ["number": number, "shipment": "S"])] : [])
            + (sold.isCancelled ? [event("order.cancelled", ["number": number])] : [])
    }
}
