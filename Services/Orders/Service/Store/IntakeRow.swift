package import Core
package import Database
package import OrdersAPI

/// One answered event as it is kept.
package struct IntakeRow: Sendable, Hashable {
    package let sequence: Int64
    package let source: String
    package let id: String
    package let type: String
    package let door: IntakeDoor
    package let state: IntakeState
    /// What it was answered first.
    package let outcome: IntakeOutcome
    package let receivedAt: Timestamp
    package let contentDigest: [UInt8]
    package let dataDigest: [UInt8]?
    package let keyNumber: Int64
    package let order: OrderID?
    /// Of a duplicate, the event it repeats; of a superseded one, the event that took its place; of a retry, the event it retries.
    package let related: Int64?
    package let recordKey: String?
    package let orderNumber: String?
    package let heldName: String?
    package let rejection: IntakeRejection?
    /// Why it waits, or why it was discarded.
    package let note: String?
    /// The number of the second receipt, when what waited was settled.
    package let settledSequence: Int64?
    package let settledAt: Timestamp?
    package let settledBy: String?

    package static let columns: StaticString = """
        seq, source, event_id, type, door, state, outcome, received_at, content_digest, data_digest, key_number, order_id, \
        related_seq, record_key, order_number, held_name, problem, note, settled_seq, settled_at, settled_by
        """

    /// Reads `columns`, the first of them at position `first`.
    package init(_ row: Row, from first: Int = 0) {
        sequence = row.int(first)
        source = row.text(first + 1)
        id = row.text(first + 2)
        type = row.text(first + 3)
        door = IntakeDoor(rawValue: row.text(first + 4)) ?? .http
        state = IntakeState(rawValue: row.text(first + 5)) ?? .rejected
        outcome = IntakeOutcome(rawValue: row.text(first + 6)) ?? .rejected
        receivedAt = row.time(first + 7)
        contentDigest = row.bytes(first + 8)
        dataDigest = row.bytesOrNil(first + 9)
        keyNumber = row.int(first + 10)
        order = row.idOrNil(first + 11).map { OrderID($0) }
        related = row.intOrNil(first + 12)
        recordKey = row.textOrNil(first + 13)
        orderNumber = row.textOrNil(first + 14)
        heldName = row.textOrNil(first + 15)
        rejection = row.bytesOrNil(first + 16).flatMap { IntakeRejection(kept: $0) }
        note = row.textOrNil(first + 17)
        settledSequence = row.intOrNil(first + 18)
        settledAt = row.timeOrNil(first + 19)
        settledBy = row.textOrNil(first + 20)
    }

    /// Whether `event` is this refused event unchanged. The canonical form forgets how a number was written, which may be just what
    /// was wrong with it: an amount of `500.0` is refused, and `500` is its correction.
    package func isRepeated(by event: IntakeEvent) -> Bool {
        guard contentDigest == event.rejectionDigest else { return false }
        return dataDigest == event.dataDigest || rejection?.faults.contains { $0.code == "wrong-type" } != true
    }

    /// The first receipt, as it was given.
    package var receipt: IntakeReceipt {
        let waited = outcome == .waiting
        return IntakeReceipt(
            outcome: outcome, source: source, id: id, type: type, dataDigest: dataDigest, sequence: sequence,
            receivedAt: receivedAt, order: waited ? nil : order, rejection: waited ? nil : rejection, keyNumber: keyNumber)
    }

    /// The receipt that was given when what waited was settled, if it was.
    package var settledReceipt: IntakeReceipt? {
        guard let settledSequence, outcome == .waiting else { return nil }
        return receipt.settled(as: settledSequence, order: order, rejection: rejection)
    }
}
