import Core
package import Database

/// Takes events in and returns once their outcomes are durable, each signed.
package struct ReceiveShopEvents: Sendable {
    /// Events of a batch that share a transaction; they cannot spoil each other, as a refusal writes nothing but itself.
    private static let chunkSize = 50
    /// Tries when another transaction took the same name or number at the same moment.
    private static let attempts = 5

    /// An answer with its receipt as JSON.
    package struct Signed: Sendable {
        package let answer: IntakeAnswer
        package let receipt: [UInt8]

        package var json: [UInt8] { answer.json(signed: receipt) }
    }

    private let judge: JudgeShopEvent
    private let keys: IntakeKeys
    private let receipts: IntakeReceiptTopic
    private let gathering: Gathering<IntakeEvent, IntakeAnswer>

    package init(database: any Database, judge: JudgeShopEvent, keys: IntakeKeys, receipts: IntakeReceiptTopic) {
        self.judge = judge
        self.keys = keys
        self.receipts = receipts
        gathering = Gathering { events in
            try await Self.write(to: database) { tx in try judge.perform(events, in: tx) }
        }
    }

    package func callAsFunction(_ event: IntakeEvent) async throws -> Signed {
        signed(try await gathering(event))
    }

    /// In order. Throws only when they cannot be stored now; what was stored until then is answered as a duplicate next time.
    package func callAsFunction(_ events: [IntakeEvent]) async throws -> [Signed] {
        var answers: [Signed] = []
        answers.reserveCapacity(events.count)
        for start in stride(from: 0, to: events.count, by: Self.chunkSize) {
            let chunk = Array(events[start..<min(start + Self.chunkSize, events.count)])
            for result in await gathering.together(chunk) { answers.append(signed(try result.get())) }
        }
        return answers
    }

    /// A record of the shop's topic, in the consumer's transaction; its receipt goes to the topic of receipts with it.
    package func perform(_ event: IntakeEvent, in tx: Transaction) throws {
        let answer = signed(try judge.perform(event, in: tx))
        try receipts.append(answer.json, key: event.recordKey, in: tx)
    }

    private func signed(_ answer: IntakeAnswer) -> Signed {
        Signed(answer: answer, receipt: keys.sign(answer.receipt))
    }

    /// Runs the body again when it lost a race for a name: then it sees who won.
    static func write<T: Sendable>(
        to database: any Database, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        var attempt = 1
        while true {
            do {
                let value = try await database.write { tx in
                    let value = try body(tx)
                    StepPoint.reach("orders.intake.before-commit")
                    return value
                }
                StepPoint.reach("orders.intake.after-commit")
                return value
            } catch let error as DatabaseError {
                guard case .duplicate = error.kind, attempt < attempts else { throw error }
                attempt += 1
            }
        }
    }
}
