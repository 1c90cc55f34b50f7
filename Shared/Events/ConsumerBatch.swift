import Core
import Database

/// The events of one batch on their way through the inbox, inside the consumer's transaction.
struct ConsumerBatch {
    struct Outcome: Sendable {
        var applied = 0
        var duplicates = 0
        var parked: [Parked] = []
    }

    struct Parked: Sendable {
        let event: String
        let type: String
        let reason: String
    }

    typealias Body = @Sendable (Event, Transaction) throws -> Void

    private struct Delivery {
        let record: Record
        let event: Event?
        let bodies: [Body]

        var key: ParkedEvents.Key { ParkedEvents.Key(topic: record.topic, key: event?.key ?? record.key ?? "") }
    }

    private let now: Timestamp
    private let bodies: (_ topic: String, _ type: String) -> [Body]
    private var deliveries: [Delivery] = []
    var outcome = Outcome()

    init(now: Timestamp, bodies: @escaping (_ topic: String, _ type: String) -> [Body]) {
        self.now = now
        self.bodies = bodies
    }

    /// Takes a record of the suite's own topics; events of a type that nobody wants cost nothing further.
    mutating func append(_ record: Record) {
        guard let event = Envelope.event(record) else {
            deliveries.append(Delivery(record: record, event: nil, bodies: []))
            return
        }
        let wanted = bodies(record.topic, event.type)
        if !wanted.isEmpty { deliveries.append(Delivery(record: record, event: event, bodies: wanted)) }
    }

    mutating func apply(in tx: Transaction) throws {
        guard !deliveries.isEmpty else { return }
        var fresh = try Inbox.receive(deliveries.compactMap(\.event), at: now, in: tx)
        var blocked = try ParkedEvents.blocked(among: Set(deliveries.map(\.key)), in: tx)
        for delivery in deliveries {
            if let event = delivery.event, fresh.remove(Inbox.Name(event)) == nil {
                outcome.duplicates += 1
            } else if blocked.contains(delivery.key) {
                try park(delivery, attempts: 0, reason: "behind a parked event of its key", in: tx)
            } else if let reason = try failure(of: delivery, in: tx) {
                try park(delivery, attempts: 1, reason: reason, in: tx)
                blocked.insert(delivery.key)
            }
        }
    }

    /// Runs the bodies in a savepoint; why they failed, or nil. Rethrows what is the database's trouble and not the event's.
    static func failure(of event: Event, bodies: [Body], in tx: Transaction) throws -> String? {
        do {
            try tx.savepoint { for body in bodies { try body(event, tx) } }
            return nil
        } catch let error as DatabaseError where [.retryable, .unavailable, .storage].contains(error.kind) {
            throw error
        } catch {
            return error.reason
        }
    }

    private func failure(of delivery: Delivery, in tx: Transaction) throws -> String? {
        guard let event = delivery.event else { return "not a CloudEvent" }
        return try Self.failure(of: event, bodies: delivery.bodies, in: tx)
    }

    private mutating func park(_ delivery: Delivery, attempts: Int, reason: String, in tx: Transaction) throws {
        try ParkedEvents.park(delivery.record, key: delivery.key.key, attempts: attempts, reason: reason, at: now, in: tx)
        outcome.parked.append(Parked(event: delivery.event?.id ?? "", type: delivery.event?.type ?? "", reason: reason))
    }
}
