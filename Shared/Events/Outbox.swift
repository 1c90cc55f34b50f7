package import Core
package import Database

/// Events that are told once the transaction they belong to is durable. The row is the promise; the relay keeps it.
package struct Outbox: Sendable {
    /// `/orders`.
    package let source: String
    /// Where the service's own events go: `crm.orders.v1`.
    package let topic: String
    private let clock: any WallClock
    private let ids: IdentifierSource
    private let wake: @Sendable () -> Void

    /// `wake` is called after each commit that appended something.
    package init(
        source: String, topic: String, clock: any WallClock, ids: IdentifierSource, wake: @escaping @Sendable () -> Void
    ) {
        self.source = source
        self.topic = topic
        self.clock = clock
        self.ids = ids
        self.wake = wake
    }

    /// Appends an event of our own. The caller holds the aggregate's row (a versioned update) or is its creator, so that
    /// rows of one key become visible in order; else it takes `tx.lock(key:)` first. Data over 900 kB is refused.
    @discardableResult
    package func append(
        _ type: String, key: String, version: Int64? = nil, traceparent: String? = nil, data: [UInt8], in tx: Transaction
    ) throws -> Event {
        let event = Event(
            id: ids.next().description, source: source, type: type, key: key, time: clock.now(), version: version,
            traceparent: traceparent, data: data)
        try append(Envelope.record(event, topic: topic), in: tx)
        tx.notes?.event(type)
        if tx.notes != nil, ID(key) != nil { tx.notes?.record(key) }
        return event
    }

    /// Appends a record for another topic, as it stands.
    package func append(_ record: Record, in tx: Transaction) throws {
        guard record.value.count <= 900_000 else { throw OutboxError.tooLarge(bytes: record.value.count) }
        try tx.execute(
            Self.insert,
            [
                .text(record.topic), .text(record.key), .bytes(Envelope.packed(record.headers)), .bytes(record.value),
                .time(clock.now()),
            ])
        tx.afterCommit(wake)
    }

    private static let insert: Statement =
        "INSERT INTO outbox (topic, record_key, headers, value, created_at) VALUES ($1, $2, $3, $4, $5)"
}

package enum OutboxError: Error, Equatable {
    case tooLarge(bytes: Int)
}
