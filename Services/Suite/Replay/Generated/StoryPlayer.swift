/// Sends the events of a story, one request after the other, and compares every answer with what was expected.
struct StoryPlayer: Sendable {
    /// An answer that was not the expected one.
    struct Surprise: Sendable, CustomStringConvertible {
        let event: PlannedEvent
        let expected: Verdict
        let status: Int?
        let answer: DoorAnswer

        var description: String {
            let got = [answer.outcome.rawValue, answer.code, answer.pointer, answer.detail].compactMap { $0 }.joined(
                separator: " ")
            return "\(event.id) (\(event.type), \(event.door.rawValue)): expected \(expected), got \(got)"
                + (status.map { ", status \($0)" } ?? "")
        }
    }

    struct Report: Sendable {
        var answered = 0
        /// Events that the suite had known before.
        var knownBefore = 0
        var outcomes: [DoorAnswer.Outcome: Int] = [:]
        var codes: [String: Int] = [:]
        var surprises: [Surprise] = []

        mutating func add(_ other: Report) {
            answered += other.answered
            knownBefore += other.knownBefore
            outcomes.merge(other.outcomes, uniquingKeysWith: +)
            codes.merge(other.codes, uniquingKeysWith: +)
            surprises += other.surprises
        }
    }

    private struct Reply {
        let answer: DoorAnswer
        /// Of a single event.
        var status: Int?
        var wasSentAgain = false
    }

    let door: ShopDoor

    /// A story that was told before is answered as a second telling from its beginning, up to where it was interrupted.
    func play(_ story: Story) async throws -> Report {
        var report = Report()
        var isKnown = true
        for request in story.requests {
            for (event, reply) in zip(request, try await send(request)) {
                let (first, again) = (fits(event.expected, event, reply), fits(event.expectedAgain, event, reply))
                if isKnown, again {
                    if !first, !reply.wasSentAgain { report.knownBefore += 1 }
                } else if first {
                    isKnown = false
                } else if !(again && reply.wasSentAgain) {
                    let expected = isKnown && report.knownBefore > 0 ? event.expectedAgain : event.expected
                    report.surprises.append(
                        Surprise(event: event, expected: expected, status: reply.status, answer: reply.answer))
                    isKnown = false
                }
                report.answered += 1
                report.outcomes[reply.answer.outcome, default: 0] += 1
                if let code = reply.answer.code { report.codes[code, default: 0] += 1 }
            }
        }
        return report
    }

    private func fits(_ verdict: Verdict, _ event: PlannedEvent, _ reply: Reply) -> Bool {
        verdict.isMet(by: reply.answer)
            && (reply.status == nil || reply.status == verdict.status(isOrder: event.door == .orders))
    }

    private func send(_ events: ArraySlice<PlannedEvent>) async throws -> [Reply] {
        guard let event = events.first else { return [] }
        switch event.door {
        case .batch:
            let (answers, wasSentAgain) = try await door.post(batch: events.map(\.body), ids: events.map(\.id))
            return answers.map { Reply(answer: $0, wasSentAgain: wasSentAgain) }
        case .binary: return [try await single("/v1/events", event, "application/json")]
        case .structured: return [try await single("/v1/events", event, "application/cloudevents+json")]
        case .orders: return [try await single("/v1/orders", event, "application/json", key: event.id)]
        }
    }

    private func single(_ path: String, _ event: PlannedEvent, _ contentType: String, key: String? = nil) async throws -> Reply {
        var fields = event.fields.map { ($0.name, $0.value) } + [("Content-Type", contentType)]
        if let key { fields.append(("Idempotency-Key", key)) }
        let reply = try await door.post(path, fields: fields, event.body)
        guard let answer = DoorAnswer(status: reply.status, body: reply.body) else {
            throw ShopDoor.unexpected(reply, "the event \(event.id)")
        }
        return Reply(answer: answer, status: reply.status, wasSentAgain: reply.wasSentAgain)
    }
}
