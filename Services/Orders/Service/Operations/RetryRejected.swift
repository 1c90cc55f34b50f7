package import Core
package import Database

/// Tries a rejected event once more, as it was received or with corrected data. When it is taken it is a new event, beside the
/// original, which is superseded; when it is refused again nothing changes, and the refusal is thrown.
package struct RetryRejected: Sendable {
    private let database: any Database
    private let judge: JudgeShopEvent
    private let keys: IntakeKeys
    private let receipts: IntakeReceiptTopic
    private let tell: TellIntake
    private let clock: any WallClock
    private let store = IntakeStore()

    package init(
        database: any Database, judge: JudgeShopEvent, keys: IntakeKeys, receipts: IntakeReceiptTopic,
        tell: TellIntake, clock: any WallClock
    ) {
        self.database = database
        self.judge = judge
        self.keys = keys
        self.receipts = receipts
        self.tell = tell
        self.clock = clock
    }

    /// `data` is JSON. Returns the answer to the new event, signed.
    package func callAsFunction(
        _ sequence: Int64, correctedData data: [UInt8]?, by caller: Caller
    ) async throws -> ReceiveShopEvents.Signed {
        let copy = self
        let answer = try await ReceiveShopEvents.write(to: database) { tx in
            try copy.perform(sequence, correctedData: data, actor: caller.name, in: tx)
        }
        return ReceiveShopEvents.Signed(answer: answer, receipt: keys.sign(answer.receipt))
    }

    private func perform(
        _ sequence: Int64, correctedData data: [UInt8]?, actor: String, in tx: Transaction
    ) throws -> IntakeAnswer {
        let now = clock.now()
        let original = try openRow(sequence, store: store, in: tx)
        guard let body = try store.body(sequence, in: tx) else {
            throw Refusal(.conflict, "no-longer-kept", "What was received is no longer kept, so it cannot be tried again.")
        }
        let event = IntakeReader(door: .retry, receivedAt: now, recordKey: original.recordKey)
            .again(body, id: original.id, correctedData: data)
        let answer = try judge.perform(event, retrying: original, in: tx)
        try store.supersede(original, by: answer.sequence, at: now, actor: actor, in: tx)
        try tell.settled(sequence, source: original.source, at: now, in: tx)
        if original.door == .kafka {
            try receipts.append(answer.json(signed: keys.sign(answer.receipt)), key: original.recordKey, in: tx)
        }
        return answer
    }
}

/// Sets a rejected event aside for good, with a reason.
package struct DiscardRejected: Sendable {
    private let database: any Database
    private let tell: TellIntake
    private let clock: any WallClock
    private let store = IntakeStore()

    package init(database: any Database, tell: TellIntake, clock: any WallClock) {
        self.database = database
        self.tell = tell
        self.clock = clock
    }

    package func callAsFunction(_ sequence: Int64, reason: String, by caller: Caller) async throws {
        let (store, tell, now) = (store, tell, clock.now())
        try await database.write { tx in
            let row = try openRow(sequence, store: store, in: tx)
            try store.discard(row, reason: reason, at: now, actor: caller.name, in: tx)
            try tell.settled(sequence, source: row.source, at: now, in: tx)
        }
    }
}

/// The rejected event, held for this transaction. Throws where it is not there or not open.
private func openRow(_ sequence: Int64, store: IntakeStore, in tx: Transaction) throws -> IntakeRow {
    guard let row = try store.locked(sequence, in: tx) else {
        throw Refusal(.notFound, "not-found", "There is no such event.")
    }
    guard row.state == .rejected else {
        throw Refusal(.conflict, "not-open", "The event is \(row.state.rawValue) and not among the open rejected ones.")
    }
    return row
}
