package import Core
package import Database
package import Observability
import Synchronization

/// A service's side of every transport: offsets, inbox, effects and parked events in one transaction per batch.
///
/// An effect happens once per event whatever crashes: the inbox drops events seen before, and of two members of the group
/// that believe they own a partition only the one that was assigned last can commit (its epoch stands in the offset's row).
package final class ServiceConsumer: ConsumerGroup {
    package let name: String
    package let topics: [String]
    /// The events that could not be applied; for operators.
    package let parked: ParkedEvents

    let database: any Database
    let clock: any WallClock
    let logger: Logger
    private let handlers: [String: [Subscription.Handling]]
    private let epochs = Mutex<[TopicPartition: Int64]>([:])
    private let applied: Counter
    private let duplicates: Counter
    private let fenced: Counter
    private let parkings: Counter

    package init(
        name: String, database: any Database, subscriptions: [Subscription], clock: any WallClock, logger: Logger,
        metrics: Metrics
    ) {
        self.name = name
        self.database = database
        self.clock = clock
        self.logger = logger
        parked = ParkedEvents(database: database, clock: clock)
        handlers = Dictionary(grouping: subscriptions, by: \.topic).mapValues { $0.map(\.handling) }
        topics = handlers.keys.sorted()
        let labels = [("group", name)]
        applied = metrics.counter("events_applied_total", "Records whose effects are durable.", labels: labels)
        duplicates = metrics.counter("events_duplicate_total", "Events dropped as seen before.", labels: labels)
        fenced = metrics.counter("events_fenced_total", "Batches refused because the partition has a new owner.", labels: labels)
        parkings = metrics.counter("events_parked_total", "Events parked after a failure or behind one.", labels: labels)
    }

    package func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] {
        let sorted = partitions.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
        let rows = try await database.write { tx in
            try sorted.map { partition in
                try tx.first(Self.takeOver, [.text(partition.topic), .int(Int64(partition.partition))]) { ($0.int(0), $0.int(1)) }
                    ?? (-1, 0)
            }
        }
        epochs.withLock { epochs in
            for (partition, row) in zip(sorted, rows) { epochs[partition] = row.1 }
        }
        return zip(sorted, rows).reduce(into: [:]) { offsets, next in
            if next.1.0 >= 0 { offsets[next.0] = next.1.0 }
        }
    }

    package func apply(_ records: [Record]) async throws {
        guard let first = records.first else { return }
        let partition = first.position.map { TopicPartition(topic: first.topic, partition: $0.partition) }
        let epoch = partition.flatMap { partition in epochs.withLock { $0[partition] } }
        do {
            let outcome = try await database.write { tx in
                let outcome = try self.apply(records, of: partition, epoch: epoch, in: tx)
                StepPoint.reach("consumer.before-commit")
                return outcome
            }
            StepPoint.reach("consumer.after-commit")
            applied.increment(by: outcome.applied)
            duplicates.increment(by: outcome.duplicates)
            parkings.increment(by: outcome.parked.count)
            for parked in outcome.parked {
                logger.error(
                    "An event could not be applied and is parked.",
                    ["type": parked.type, "event": parked.event, "reason": parked.reason])
            }
        } catch let error as ConsumerError {
            if case .fenced = error { fenced.increment() }
            throw error
        }
    }

    /// Forgets events received before `time`, in small transactions. Whatever is delivered again after that is applied again,
    /// so keep more than the longest outage or replay.
    package func purge(before time: Timestamp) async throws {
        try await Inbox.purge(before: time, in: database)
    }

    func bodies(topic: String, type: String) -> [@Sendable (Event, Transaction) throws -> Void] {
        (handlers[topic] ?? []).compactMap { handling in
            guard case .events(let types, let body) = handling, types?.contains(type) ?? true else { return nil }
            return body
        }
    }

    private func apply(
        _ records: [Record], of partition: TopicPartition?, epoch: Int64?, in tx: Transaction
    ) throws -> ConsumerBatch.Outcome {
        var records = records[...]
        if let partition {
            let owned: [SQLValue] = [.text(partition.topic), .int(Int64(partition.partition)), .int(epoch ?? -1)]
            guard let next = try tx.first(Self.expected, owned, { $0.int(0) }) else {
                throw ConsumerError.fenced(topic: partition.topic, partition: partition.partition)
            }
            // Delivered again after a commit whose answer was lost.
            records = records.drop { ($0.position?.offset ?? 0) < next }
            guard let last = records.last?.position else { return ConsumerBatch.Outcome() }
            try tx.execute(Self.advance, owned + [.int(last.offset + 1)])
        }
        var batch = ConsumerBatch(now: clock.now(), bodies: bodies)
        for record in records {
            for handling in handlers[record.topic] ?? [] {
                guard case .records(let body) = handling else { continue }
                guard record.position != nil else { throw ConsumerError.positionRequired(topic: record.topic) }
                try body(record, tx)
            }
            if handlers[record.topic]?.contains(where: \.isOfEvents) ?? false { batch.append(record) }
        }
        try batch.apply(in: tx)
        batch.outcome.applied = records.count
        return batch.outcome
    }

    private static let takeOver: Statement = """
        INSERT INTO consumer_offsets (topic, partition_id, next_offset, epoch) VALUES ($1, $2, -1, 1)
        ON CONFLICT (topic, partition_id) DO UPDATE SET epoch = consumer_offsets.epoch + 1 RETURNING next_offset, epoch
        """
    private static let expected: Statement = """
        SELECT next_offset FROM consumer_offsets WHERE topic = $1 AND partition_id = $2 AND epoch = $3 \(.forUpdate)
        """
    private static let advance: Statement = """
        UPDATE consumer_offsets SET next_offset = $4 WHERE topic = $1 AND partition_id = $2 AND epoch = $3
        """
}

extension Subscription.Handling {
    fileprivate var isOfEvents: Bool {
        if case .events = self { true } else { false }
    }
}
