package import JSON

/// What a shop was told about one event.
package struct DoorAnswer: Hashable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case accepted, waiting, duplicate, conflict, rejected
    }

    package let outcome: Outcome
    /// Of a refusal: why, where, and in words.
    package let code: String?
    package let pointer: String?
    package let detail: String?
    /// The event's id where the answer says it; a duplicate's answer speaks of the first one instead.
    package let id: String?

    /// An element of a batch's answer, or a single receipt.
    package init?(receipt: JSONValue) {
        guard let outcome = receipt["outcome"]?.string.flatMap(Outcome.init) else { return nil }
        self.init(outcome, problem: receipt["problem"], id: receipt["id"]?.string)
    }

    /// The answer to a single event or order; `nil` where it is none that the contract knows.
    package init?(status: Int, body: [UInt8]) {
        guard let json = try? JSONValue.parse(body, limits: ShopDoor.limits) else { return nil }
        switch status {
        case 202:
            guard let answer = DoorAnswer(receipt: json), answer.outcome == .accepted || answer.outcome == .waiting else {
                return nil
            }
            self = answer
        case 201:
            guard let receipt = json["receipt"], let answer = DoorAnswer(receipt: receipt), json["order"] != nil else {
                return nil
            }
            self = answer
        case 200:
            guard json["first"] != nil || json["receipt"] != nil else { return nil }
            self.init(.duplicate, problem: nil, id: nil)
        case 400, 409, 413, 422:
            guard let receipt = json["receipt"] else { return nil }
            self.init(status == 409 ? .conflict : .rejected, problem: json, id: receipt["id"]?.string)
        default: return nil
        }
    }

    private init(_ outcome: Outcome, problem: JSONValue?, id: String?) {
        self.outcome = outcome
        code = problem?["code"]?.string
        pointer = problem?["errors"]?.array?.first?["pointer"]?.string
        detail = problem?["errors"]?.array?.first?["detail"]?.string ?? problem?["detail"]?.string
        self.id = id?.isEmpty ?? true ? nil : id
    }
}

/// The equation of the order intake, as the suite gives it.
package struct IntakeSums: Hashable, Sendable {
    private static let terms = ["accepted", "waiting", "rejected", "superseded", "discarded", "duplicates"]

    package let received: Int64
    private let values: [Int64]
    private let isSaidToBalance: Bool

    package init?(_ json: JSONValue) {
        guard let received = json["received"]?.int, let balanced = json["balanced"]?.bool else { return nil }
        let values = Self.terms.compactMap { json[$0]?.int }
        guard values.count == Self.terms.count else { return nil }
        (self.received, self.values, isSaidToBalance) = (received, values, balanced)
    }

    /// Whether the suite says so and the numbers do too.
    package var isBalanced: Bool { isSaidToBalance && values.reduce(0, +) == received }

    package var text: String {
        let sum = zip(Self.terms, values).map { "\(Digits.grouped(Int($1))) \($0)" }.joined(separator: " + ")
        return "\(Digits.grouped(Int(received))) received = \(sum): \(isBalanced ? "balanced" : "NOT BALANCED")"
    }
}
