package import Core
package import Database
import OrdersAPI

/// Applies what waited for an order, as far as it can be applied now: in the transaction of what it waited for.
package struct ReleaseWaiting: Sendable {
    private let apply: ApplyShopEvent
    private let keys: IntakeKeys
    private let sequence: IntakeSequence
    private let receipts: IntakeReceiptTopic
    private let tell: TellIntake
    private let clock: any WallClock
    private let store = IntakeStore()

    package init(
        apply: ApplyShopEvent, keys: IntakeKeys, sequence: IntakeSequence, receipts: IntakeReceiptTopic,
        tell: TellIntake, clock: any WallClock
    ) {
        self.apply = apply
        self.keys = keys
        self.sequence = sequence
        self.receipts = receipts
        self.tell = tell
        self.clock = clock
    }

    /// Oldest first, again and again until none moves: a shipment may be what a delivery waits for.
    package func perform(source: String, orderNumber: String, in tx: Transaction) throws {
        var waiting = try store.waiting(source: source, orderNumber: orderNumber, in: tx)
        var moved = true
        while moved, !waiting.isEmpty {
            let before = waiting.count
            waiting = try waiting.filter { try !settle($0, in: tx) }
            moved = waiting.count < before
        }
    }

    /// Gives up on an event whose cause did not come in time.
    package func expire(_ row: IntakeRow, in tx: Transaction) throws {
        try settle(row, .rejected, rejection: .causeNeverCame, in: tx)
    }

    /// Whether the event waits no more.
    private func settle(_ row: IntakeRow, in tx: Transaction) throws -> Bool {
        guard let body = try store.body(row.sequence, in: tx) else { return false }
        let event = IntakeReader(door: row.door, receivedAt: row.receivedAt, recordKey: row.recordKey).again(body, id: row.id)
        switch event.verdict {
        case .rejected(let rejection): try settle(row, .rejected, rejection: rejection, in: tx)
        case .readable(let content):
            switch try apply.perform(content, event.shopAttributes, in: tx) {
            case .waiting: return false
            case .accepted(let order): try settle(row, .accepted, order: order, in: tx)
            case .rejected(let faults): try settle(row, .rejected, rejection: IntakeRejection(faults: faults), in: tx)
            case .conflict(let fault): try settle(row, .rejected, rejection: .conflict(fault), in: tx)
            case .duplicate(let id):
                try settle(row, .duplicate, first: try store.held(source: row.source, id: id, in: tx), in: tx)
            }
        }
        return true
    }

    private func settle(
        _ row: IntakeRow, _ state: IntakeState, order: OrderID? = nil, rejection: IntakeRejection? = nil, first: IntakeRow? = nil,
        in tx: Transaction
    ) throws {
        let now = clock.now()
        let number = sequence.next(now)
        try store.settle(
            row, state, sequence: number, at: now, order: order, rejection: rejection, related: first?.sequence, in: tx)
        if let rejection { try tell.rejected(row.sequence, source: row.source, code: rejection.code, at: now, in: tx) }
        // A retry of a record has its key.
        guard row.door == .kafka || row.door == .retry && row.recordKey != nil else { return }
        let receipt = first?.receipt ?? row.receipt.settled(as: number, order: order, rejection: rejection)
        let kind: IntakeAnswer.Kind = state == .duplicate ? .duplicate : state == .accepted ? .taken : .refused
        try keys.require(receipt.keyNumber, in: tx)
        let answer = IntakeAnswer(kind: kind, receipt: receipt, sequence: number)
        try receipts.append(answer.json(signed: keys.sign(receipt)), key: row.recordKey, in: tx)
    }
}
