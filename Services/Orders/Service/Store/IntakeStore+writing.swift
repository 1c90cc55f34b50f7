package import Core
package import Database
import JSON
package import OrdersAPI

extension IntakeStore {
    /// An event that was applied: its row will not change.
    package func insertAccepted(
        _ event: IntakeEvent, sequence: Int64, keyNumber: Int64, order: OrderID?, retryOf: Int64?, in tx: Transaction
    ) throws {
        try insertSettled(event, .accepted, .accepted, sequence, keyNumber, order: order, related: retryOf, in: tx)
        try insertBody(event, sequence, in: tx)
    }

    /// An event that repeats another; the bytes it came in are not kept again.
    package func insertDuplicate(
        _ event: IntakeEvent, sequence: Int64, keyNumber: Int64, of first: IntakeRow, in tx: Transaction
    ) throws {
        try insertSettled(
            event, .duplicate, .duplicate, sequence, keyNumber, order: first.order, related: first.sequence, in: tx)
    }

    package func insertWaiting(
        _ event: IntakeEvent, sequence: Int64, keyNumber: Int64, reason: WaitReason, retryOf: Int64?, in tx: Transaction
    ) throws {
        try insertOpen(event, .waiting, .waiting, sequence, keyNumber, nil, note: reason.rawValue, related: retryOf, in: tx)
    }

    package func insertRejected(
        _ event: IntakeEvent, sequence: Int64, keyNumber: Int64, _ rejection: IntakeRejection, in tx: Transaction
    ) throws {
        try insertOpen(event, .rejected, rejection.outcome, sequence, keyNumber, rejection, note: nil, related: nil, in: tx)
    }

    /// Ends the waiting of a row.
    package func settle(
        _ row: IntakeRow, _ state: IntakeState, sequence: Int64, at time: Timestamp, order: OrderID?, rejection: IntakeRejection?,
        related: Int64?, in tx: Transaction
    ) throws {
        try tx.execute(
            Self.settle,
            [
                .int(row.sequence), .text(state.rawValue), .bool(state.holdsName), .int(sequence), .time(time),
                .id(order?.id), .text(rejection?.code), .bytes(rejection?.json()), .int(related ?? row.related),
            ])
    }

    /// Every open rejected event of the name gives way to the event that was taken.
    package func supersede(_ event: IntakeEvent, by sequence: Int64, at time: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.supersede, [.text(event.source), .text(event.id), .int(sequence), .time(time)])
    }

    /// One event, rejected or discarded, gives way to its successful retry.
    package func supersede(
        _ row: IntakeRow, by sequence: Int64, at time: Timestamp, actor: String, in tx: Transaction
    ) throws {
        try tx.execute(Self.supersedeOne, [.int(row.sequence), .int(sequence), .time(time), .text(actor)])
    }

    package func discard(_ row: IntakeRow, reason: String, at time: Timestamp, actor: String, in tx: Transaction) throws {
        try tx.execute(Self.discard, [.int(row.sequence), .text(reason), .time(time), .text(actor)])
    }

    private func insertSettled(
        _ event: IntakeEvent, _ state: IntakeState, _ outcome: IntakeOutcome, _ sequence: Int64, _ keyNumber: Int64,
        order: OrderID?, related: Int64?, in tx: Transaction
    ) throws {
        try tx.execute(
            Self.insertSettled,
            [
                .int(sequence), .text(event.source), .text(event.id), .text(event.type), .text(event.door.rawValue),
                .text(state.rawValue), .text(outcome.rawValue), .bool(state.holdsName), .time(event.receivedAt),
                .time(event.time),
                .bytes(event.contentDigest), .bytes(event.dataDigest), .int(keyNumber), .id(order?.id), .int(related),
                .text(event.recordKey),
            ])
    }

    private func insertOpen(
        _ event: IntakeEvent, _ state: IntakeState, _ outcome: IntakeOutcome, _ sequence: Int64, _ keyNumber: Int64,
        _ rejection: IntakeRejection?, note: String?, related: Int64?, in tx: Transaction
    ) throws {
        try tx.execute(
            Self.insertOpen,
            [
                .int(sequence), .text(event.source), .text(event.id), .text(event.type), .text(event.door.rawValue),
                .text(state.rawValue), .text(outcome.rawValue), .bool(state.holdsName), .time(event.receivedAt),
                .time(event.time),
                .bytes(state == .rejected ? event.rejectionDigest : event.contentDigest), .bytes(event.dataDigest),
                .int(keyNumber), .text(event.recordKey), .text(event.content?.orderNumber), .text(event.heldName),
                .text(rejection?.code), .bytes(rejection?.json()), .text(note), .int(related),
            ])
        try insertBody(event, sequence, in: tx)
    }

    private func insertBody(_ event: IntakeEvent, _ sequence: Int64, in tx: Transaction) throws {
        try tx.execute(
            Self.insertBody,
            [
                .int(sequence), .text(event.form.rawValue), .bytes(Self.packed(event.attributes)), .bytes(event.body),
                .int(event.length),
            ])
    }

    private static let insertSettled: Statement = """
        INSERT INTO intake_events (seq, source, event_id, type, door, state, outcome, holds, once_open, received_at, event_time,
            content_digest, data_digest, key_number, order_id, related_seq, record_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10, $11, $12, $13, $14, $15, $16)
        """
    private static let insertOpen: Statement = """
        INSERT INTO intake_events (seq, source, event_id, type, door, state, outcome, holds, once_open, received_at, event_time,
            content_digest, data_digest, key_number, record_key, order_number, held_name, code, problem, note, related_seq)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        """
    private static let insertBody: Statement = """
        INSERT INTO intake_bodies (seq, form, attributes, body, length) VALUES ($1, $2, $3, $4, $5)
        """
    private static let settle: Statement = """
        UPDATE intake_events SET state = $2, holds = $3, settled_seq = $4, settled_at = $5, order_id = $6, code = $7, problem = $8,
            related_seq = $9, note = NULL
        WHERE seq = $1 AND state = 'waiting'
        """
    // The inner query keeps to the index of names, where SQLite would take that of states and walk over all that is rejected.
    private static let supersede: Statement = """
        UPDATE intake_events SET state = 'superseded', related_seq = $3, settled_at = $4
        WHERE state = 'rejected' AND seq IN (
            SELECT seq FROM intake_events
            WHERE once_open AND source = $1 AND event_id = $2 AND state IN ('rejected', 'discarded'))
        """
    private static let supersedeOne: Statement = """
        UPDATE intake_events SET state = 'superseded', related_seq = $2, settled_at = $3, settled_by = $4 WHERE seq = $1
        """
    private static let discard: Statement = """
        UPDATE intake_events SET state = 'discarded', note = $2, settled_at = $3, settled_by = $4 WHERE seq = $1
        """
}
