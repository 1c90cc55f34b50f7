import Core
package import Database
import JSON
import OrdersAPI

/// The rows of answered events and the bytes they came in.
package struct IntakeStore: Sendable {
    package init() {}

    /// What was there before an event, as far as it matters to it.
    package struct Found: Sendable {
        /// The event that holds its name.
        package var held: IntakeRow?
        /// A rejected or discarded event of its name; the unchanged one, if there is one.
        package var rejected: IntakeRow?
        /// A waiting event of its order; the one with the same held name, if there is one.
        package var waiting: IntakeRow?
        /// Of an event that places an order, who placed that number before.
        package var placed: OrderStore.Holder?
    }

    /// For each of `events`, in their order. There is nearly always nothing: so all are asked for at once whether there is anything,
    /// and only those of which there is are looked at closer.
    package func find(_ events: [IntakeEvent], in tx: Transaction) throws -> [Found] {
        let values = events.map { event -> [SQLValue] in
            [.text(event.source), .text(event.id), .text(event.content?.orderNumber), .bool(event.placesOrder)]
        }
        let hits = try tx.rows(Self.anything, ofEach: values) { _ in true }
        return try zip(events, hits).map { event, hits in try hits.isEmpty ? Found() : find(event, in: tx) }
    }

    /// Asks for numbers alone, and reads rows where there are any.
    private func find(_ event: IntakeEvent, in tx: Transaction) throws -> Found {
        let values: [SQLValue] = [
            .text(event.source), .text(event.id), .bytes(event.rejectionDigest), .text(event.content?.orderNumber ?? ""),
            .text(event.heldName ?? ""), .bytes(event.dataDigest), .bool(event.placesOrder),
        ]
        var found = Found()
        for (part, sequence) in try tx.rows(Self.find, values, { ($0.int(0), $0.int(1)) }) {
            let row = try row(sequence, in: tx)
            switch part {
            case 0: found.held = row
            case 1: found.rejected = row
            case 2: found.waiting = row
            default: found.placed = row?.holder
            }
        }
        return found
    }

    /// A rejected or discarded event of the same name, if any, and the same content.
    package func findRefused(_ event: IntakeEvent, in tx: Transaction) throws -> IntakeRow? {
        try tx.first(
            Self.findSame, [.text(event.source), .text(event.id), .bytes(event.rejectionDigest), .bytes(event.dataDigest)]
        ) { IntakeRow($0) }
    }

    package func held(source: String, id: String, in tx: Transaction) throws -> IntakeRow? {
        try tx.first(Self.held, [.text(source), .text(id)]) { IntakeRow($0) }
    }

    package func row(_ sequence: Int64, in tx: Transaction) throws -> IntakeRow? {
        try tx.first(Self.row, [.int(sequence)]) { IntakeRow($0) }
    }

    /// As `row`, held until the end of the transaction.
    package func locked(_ sequence: Int64, in tx: Transaction) throws -> IntakeRow? {
        try tx.first(Self.lockedRow, [.int(sequence)]) { IntakeRow($0) }
    }

    package func body(_ sequence: Int64, in tx: Transaction) throws -> IntakeBody? {
        try tx.first(Self.body, [.int(sequence)]) { row in
            IntakeBody(
                form: IntakeForm(rawValue: row.text(0)) ?? .binary, attributes: Self.unpacked(row.bytes(1)),
                bytes: row.bytes(2), length: row.count(3))
        }
    }

    /// The answer of `POST /v1/orders` as it was given.
    package func reply(_ sequence: Int64, in tx: Transaction) throws -> [UInt8]? {
        try tx.first(Self.reply, [.int(sequence)]) { $0.bytesOrNil(0) } ?? nil
    }

    package func keepReply(_ reply: [UInt8], _ sequence: Int64, in tx: Transaction) throws {
        try tx.execute(Self.keepReply, [.int(sequence), .bytes(reply)])
    }

    /// The waiting events of an order, oldest first.
    package func waiting(source: String, orderNumber: String, in tx: Transaction) throws -> [IntakeRow] {
        try tx.rows(Self.waitingOfOrder, [.text(source), .text(orderNumber)]) { IntakeRow($0) }
    }

    static func packed(_ attributes: [IntakeEvent.Attribute]) -> [UInt8] {
        guard !attributes.isEmpty else { return [] }
        return attributes.map { [$0.name, $0.value] }.json()
    }

    private static func unpacked(_ bytes: [UInt8]) -> [IntakeEvent.Attribute] {
        guard !bytes.isEmpty, let json = try? JSONValue.parse(bytes) else { return [] }
        return (json.array ?? []).compactMap { pair in
            guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
            return IntakeEvent.Attribute(name, value)
        }
    }

    // At least what `find` finds.
    private static let anything: Statement = """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM intake_events WHERE holds AND source = $1 AND event_id = $2)
            OR EXISTS (SELECT 1 FROM intake_events WHERE once_open AND source = $1 AND event_id = $2)
            OR EXISTS (SELECT 1 FROM intake_events WHERE state = 'waiting' AND source = $1 AND order_number = $3)
            OR EXISTS (SELECT 1 FROM orders WHERE $4 AND source = $1 AND number = $3)
        """
    // Sub-selects bear the ORDER BY and LIMIT, which SQLite does not take inside a UNION. The step is looked for inside the order's
    // row, so that no plan can look at the steps of all.
    private static let find: Statement = """
        SELECT 0, seq FROM intake_events WHERE holds AND source = $1 AND event_id = $2
        UNION ALL SELECT * FROM (
            SELECT 1, seq FROM intake_events
            WHERE once_open AND source = $1 AND event_id = $2 AND state IN ('rejected', 'discarded')
            ORDER BY content_digest = $3 DESC, data_digest IS NOT NULL AND data_digest = $6 DESC, seq LIMIT 1) AS rejected_before
        UNION ALL SELECT * FROM (
            SELECT 2, seq FROM intake_events
            WHERE state = 'waiting' AND source = $1 AND order_number = $4 AND event_id <> $2
            ORDER BY held_name IS NOT NULL AND held_name = $5 DESC, seq LIMIT 1) AS waiting_before
        UNION ALL SELECT 3, seq FROM intake_events
        WHERE $7 AND holds AND source = $1 AND event_id = (
            SELECT (SELECT s.event_id FROM order_steps s WHERE s.order_id = o.id AND s.version = 1)
            FROM orders o WHERE o.source = $1 AND o.number = $4)
        """
    private static let findSame: Statement = """
        SELECT \(constant: IntakeRow.columns) FROM intake_events
        WHERE once_open AND source = $1 AND event_id = $2 AND content_digest = $3 AND state IN ('rejected', 'discarded')
        ORDER BY data_digest IS NOT NULL AND data_digest = $4 DESC, seq LIMIT 1
        """
    private static let held: Statement = """
        SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE holds AND source = $1 AND event_id = $2
        """
    private static let row: Statement = "SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE seq = $1"
    private static let lockedRow: Statement = """
        SELECT \(constant: IntakeRow.columns) FROM intake_events WHERE seq = $1 \(.forUpdate)
        """
    private static let body: Statement = "SELECT form, attributes, body, length FROM intake_bodies WHERE seq = $1"
    private static let reply: Statement = "SELECT reply FROM intake_bodies WHERE seq = $1"
    private static let keepReply: Statement = "UPDATE intake_bodies SET reply = $2 WHERE seq = $1"
    private static let waitingOfOrder: Statement = """
        SELECT \(constant: IntakeRow.columns) FROM intake_events
        WHERE state = 'waiting' AND source = $1 AND order_number = $2 ORDER BY seq
        """
}

extension IntakeEvent {
    fileprivate var placesOrder: Bool {
        if case .placed? = content { true } else { false }
    }
}

extension IntakeRow {
    fileprivate var holder: OrderStore.Holder? {
        order.map { OrderStore.Holder(orderID: $0, eventID: id, contentDigest: contentDigest) }
    }
}
