/// How the events of a replay were answered.
package struct ReplayTally: Sendable {
    private static let mostExamples = 3

    private struct Reason {
        var count = 0
        var examples: [String] = []

        mutating func add(_ example: @autoclosure () -> String) {
            count += 1
            if examples.count < ReplayTally.mostExamples { examples.append(example()) }
        }
    }

    private var outcomes: [DoorAnswer.Outcome: Int] = [:]
    private var refused: [String: Reason] = [:]
    private var waiting: [String: Reason] = [:]

    package init() {}

    package var answered: Int { outcomes.values.reduce(0, +) }
    package func count(_ outcome: DoorAnswer.Outcome) -> Int { outcomes[outcome, default: 0] }

    package mutating func add(_ event: OutgoingEvent, _ answer: DoorAnswer) {
        outcomes[answer.outcome, default: 0] += 1
        switch answer.outcome {
        case .rejected, .conflict:
            refused[answer.code ?? "without a code", default: Reason()].add(
                [event.id, answer.pointer ?? "", answer.detail ?? ""].filter { !$0.isEmpty }.joined(separator: "  "))
        case .waiting: waiting[event.type, default: Reason()].add(event.id)
        case .accepted, .duplicate: break
        }
    }

    /// The outcomes, then what was refused by code and what waits by type, the most frequent first, each with examples.
    package var text: String {
        let width = 12
        var text = DoorAnswer.Outcome.allCases.map { outcome in
            "  " + Self.padded(outcome.rawValue, width) + Self.number(count(outcome)) + "\n"
        }.joined()
        if !refused.isEmpty { text += "\nRefused, by reason:\n" + Self.table(refused) }
        if !waiting.isEmpty { text += "\nWaiting for what they need, by type:\n" + Self.table(waiting) }
        return text
    }

    private static func table(_ reasons: [String: Reason]) -> String {
        reasons.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { name, reason in
            "  " + padded(name, 34) + number(reason.count) + "\n" + reason.examples.map { "      " + $0 + "\n" }.joined()
        }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func number(_ number: Int) -> String {
        let digits = Digits.grouped(number)
        return String(repeating: " ", count: max(0, 9 - digits.count)) + digits
    }
}
