/// The way an example goes in.
package enum IntakeExampleDoor: String, Sendable, CaseIterable, CustomStringConvertible {
    case httpBinary, httpStructured, httpBatch, orders, kafkaBinary, kafkaStructured

    package var description: String { rawValue }
    package var isStructured: Bool { self == .httpStructured || self == .httpBatch || self == .kafkaStructured }
    package var isKafka: Bool { self == .kafkaBinary || self == .kafkaStructured }
}

/// A story of events of one shop with what each is to be answered, and what the intake counts after it.
///
/// It holds at every door it names, on both engines, in process and over real HTTP and Kafka: the promises of
/// `contracts/SHOP-EVENTS.md` as one table.
package struct IntakeCase: Sendable, CustomStringConvertible {
    package struct Answer: Sendable {
        package let outcome: String
        /// Of a single event over HTTP.
        package let status: Int
        package let code: String?
        /// Pointers of the errors, sorted; nil where they are of no matter.
        package let pointers: [String]?
        /// Which step's receipt is shown: the first one, of a repetition.
        package let firstStep: Int?
    }

    package struct Step: Sendable {
        package let example: IntakeExample
        package let answer: Answer
    }

    package let name: String
    package let doors: [IntakeExampleDoor]
    package let steps: [Step]
    /// How the counts of the equation changed after all steps; `received` is one for each step.
    package let counts: [String: Int]
    /// States of the receipts' events at the end that differ from their answers are seen by the counts.
    package var description: String { name }
}

extension IntakeCase.Answer {
    package static let accepted = IntakeCase.Answer("accepted", 202)
    package static let waiting = IntakeCase.Answer("waiting", 202)

    package static func duplicate(of step: Int) -> IntakeCase.Answer {
        IntakeCase.Answer("duplicate", 200, first: step)
    }

    /// The same rejected event again.
    package static func again(_ answer: IntakeCase.Answer, of step: Int) -> IntakeCase.Answer {
        IntakeCase.Answer(answer.outcome, answer.status, code: answer.code, pointers: answer.pointers, first: step)
    }

    package static func rejected(_ code: String, _ pointers: [String]? = nil) -> IntakeCase.Answer {
        IntakeCase.Answer("rejected", 422, code: code, pointers: pointers)
    }

    package static func malformed(_ code: String, _ pointers: [String]? = nil) -> IntakeCase.Answer {
        IntakeCase.Answer("rejected", 400, code: code, pointers: pointers)
    }

    package static let tooLarge = IntakeCase.Answer("rejected", 413, code: "too-large")

    package static func conflict(_ pointer: String) -> IntakeCase.Answer {
        IntakeCase.Answer("conflict", 409, code: "already-exists-with-other-content", pointers: [pointer])
    }

    private init(_ outcome: String, _ status: Int, code: String? = nil, pointers: [String]? = nil, first: Int? = nil) {
        self.init(outcome: outcome, status: status, code: code, pointers: pointers?.sorted(), firstStep: first)
    }
}
