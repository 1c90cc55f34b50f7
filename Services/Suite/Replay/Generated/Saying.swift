/// What an event says, as far as the books of its order ask for; quantities in thousandths.
enum Saying: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        let line: Int
        let quantity: Int64
    }

    struct Ordered: Hashable, Sendable {
        let line: Int
        let quantity: Int64
        let total: Int64
    }

    case placed(total: Int64, lines: [Ordered])
    case paid(reference: String, amount: Int64)
    case refunded(reference: String, amount: Int64)
    /// No parts: all that is left.
    case shipped(name: String, parts: [Part]?)
    case delivered(shipment: String?)
    case cancelled(parts: [Part]?)
    case returned(name: String, parts: [Part])
    case product

    /// What is unique in the order, besides the event's id.
    var name: String? {
        switch self {
        case .paid(let reference, _): "payment " + reference
        case .refunded(let reference, _): "refund " + reference
        case .shipped(let name, _): "shipment " + name
        case .returned(let name, _): "return " + name
        case .placed, .delivered, .cancelled, .product: nil
        }
    }
}

/// An answer as it is to be expected.
struct Verdict: Hashable, Sendable, CustomStringConvertible {
    let outcome: DoorAnswer.Outcome
    var code: String?
    /// `nil` where the contract leaves open what the answer points at.
    var pointer: String?

    static let accepted = Verdict(outcome: .accepted)
    static let waiting = Verdict(outcome: .waiting)
    static let duplicate = Verdict(outcome: .duplicate)
    static let conflict = Verdict(outcome: .conflict, code: "already-exists-with-other-content")

    static func rejected(_ code: String, _ pointer: String? = nil) -> Verdict {
        Verdict(outcome: .rejected, code: code, pointer: pointer)
    }

    func isMet(by answer: DoorAnswer) -> Bool {
        outcome == answer.outcome && code == answer.code && (pointer == nil || pointer == answer.pointer)
    }

    /// The status of an answer to a single event.
    func status(isOrder: Bool) -> Int {
        switch (outcome, code) {
        case (.accepted, _), (.waiting, _): isOrder ? 201 : 202
        case (.duplicate, _): 200
        case (.conflict, _): 409
        case (.rejected, "not-json"), (.rejected, "not-a-cloudevent"): 400
        case (.rejected, "too-large"): 413
        case (.rejected, _): 422
        }
    }

    var description: String { [outcome.rawValue, code, pointer].compactMap { $0 }.joined(separator: " ") }
}
