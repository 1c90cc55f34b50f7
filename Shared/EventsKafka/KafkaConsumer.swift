import Core
import Events
import Observability

/// One member of a consumer group: reads, has the group apply, and answers the broker's assignments.
///
/// Where to read from is always said in the list given to the client: from the database at an assignment, from what was
/// applied otherwise. A partition whose records cannot be applied is left out of that list for a while and comes back at
/// the database's offset, so nothing is skipped and nothing else waits.
struct KafkaConsumer {
    private static let transaction = 100

    private let handle: KafkaHandle
    private let thread: KafkaThread
    private let group: any ConsumerGroup
    private let logger: Logger
    private let log: KafkaLog
    /// What is read, and the next offset to apply.
    private var active: [TopicPartition: Int64] = [:]
    /// What is ours but not read now, and until when, in monotonic microseconds.
    private var stalled: [TopicPartition: Int64] = [:]
    /// Of those whose records were not applied since they last failed.
    private var waits: [TopicPartition: Backoff] = [:]
    private var committed: [TopicPartition: Int64] = [:]
    private var committedAt: Int64 = 0

    init(settings: KafkaSettings, group: any ConsumerGroup, logger: Logger) throws(KafkaError) {
        handle = try KafkaHandle.consumer(settings.consumer(group: group.name), topics: group.topics)
        thread = KafkaThread()
        self.group = group
        self.logger = logger.with(["group": group.name])
        log = KafkaLog(self.logger)
    }

    /// Until the task is cancelled, or until the client is of no further use, which it throws.
    mutating func run() async throws(KafkaError) {
        var fatal: KafkaError?
        while !Task.isCancelled && fatal == nil {
            let events = await poll(milliseconds: stalled.isEmpty ? 200 : 50)
            fatal = await handle(events)
            await resume()
            commit(atOnce: false)
        }
        await close()
        if let fatal { throw fatal }
    }

    private func poll(milliseconds: Int32) async -> [KafkaEvent] {
        let handle = handle
        return await thread.run { handle.poll(limit: 256, milliseconds: milliseconds) }
    }

    /// Returns an error after which nothing more comes.
    private mutating func handle(_ events: [KafkaEvent]) async -> KafkaError? {
        var batches: [TopicPartition: [Record]] = [:]
        for event in events {
            switch event {
            case .record(let record):
                guard let position = record.position else { continue }
                let partition = TopicPartition(topic: record.topic, partition: position.partition)
                // Fetched before the list changed.
                guard let next = active[partition], position.offset >= next else { continue }
                batches[partition, default: []].append(record)
            case .assigned(let partitions):
                await apply(&batches)
                active = [:]
                stalled = partitions.reduce(into: [:]) { $0[$1] = 0 }
                if await !resume() { handle.assign(active) }
            case .revoked:
                await apply(&batches)
                commit(atOnce: true)
                (active, stalled, waits, committed) = ([:], [:], [:], [:])
                handle.unassign()
            case .failed(let error, let partition):
                if error.isFatal { return error }
                guard let partition, active[partition] != nil else {
                    log.failed(error)
                    continue
                }
                batches[partition] = nil
                stall([partition: error.description], for: 5)
            case .log(let level, let text): log.said(level: level, text)
            case .delivered: break
            }
        }
        await apply(&batches)
        return nil
    }

    /// Applies each partition's records in order, partitions side by side.
    private mutating func apply(_ batches: inout [TopicPartition: [Record]]) async {
        guard !batches.isEmpty else { return }
        var failures: [TopicPartition: String] = [:]
        var isFenced = false
        let group = group
        await withTaskGroup(of: (partition: TopicPartition, next: Int64?, failure: (any Error)?).self) { tasks in
            for (partition, records) in batches {
                tasks.addTask {
                    var next: Int64?
                    var rest = records[...]
                    while !rest.isEmpty {
                        let chunk = rest.prefix(Self.transaction)
                        do {
                            try await group.apply(Array(chunk))
                        } catch {
                            return (partition, next, error)
                        }
                        next = chunk.last?.position.map { $0.offset + 1 }
                        rest = rest.dropFirst(Self.transaction)
                    }
                    return (partition, next, nil)
                }
            }
            for await outcome in tasks {
                if let next = outcome.next {
                    active[outcome.partition] = next
                    waits[outcome.partition] = nil
                }
                guard let failure = outcome.failure else { continue }
                failures[outcome.partition] = "\(failure)"
                isFenced = isFenced || failure is ConsumerError
            }
        }
        batches = [:]
        log.worked()
        // Who is fenced has most likely lost the partition and will be told soon; taking it back at once would fence the owner.
        if !failures.isEmpty && !Task.isCancelled { stall(failures, for: isFenced ? 5 : 0.2) }
    }

    private mutating func stall(_ failures: [TopicPartition: String], for first: Double) {
        for (partition, reason) in failures {
            active[partition] = nil
            if waits[partition] == nil {
                logger.warning(
                    "A partition cannot be applied now and waits.",
                    ["topic": partition.topic, "partition": "\(partition.partition)", "error": reason])
            }
            wait(partition, first: first)
        }
        handle.assign(active)
    }

    private mutating func wait(_ partition: TopicPartition, first: Double) {
        var backoff = waits[partition] ?? Backoff(first: first, longest: 30)
        stalled[partition] = monotonicMicroseconds() + Int64(backoff.next() * 1_000_000)
        waits[partition] = backoff
    }

    /// Reads again what has waited long enough; true when it told the client what to read.
    @discardableResult
    private mutating func resume() async -> Bool {
        let now = monotonicMicroseconds()
        let due = stalled.filter { $0.value <= now }
        guard !due.isEmpty else { return false }
        do {
            let offsets = try await group.assign(Array(due.keys))
            for partition in due.keys {
                stalled[partition] = nil
                active[partition] = offsets[partition] ?? (group.keepsPlace ? KafkaHandle.beginning : KafkaHandle.end)
            }
        } catch {
            if Task.isCancelled { return false }
            for partition in due.keys { wait(partition, first: 0.2) }
            log.failed(KafkaError(code: 0, message: "The offsets cannot be read from the database: \(error)"))
            return false
        }
        handle.assign(active)
        return true
    }

    /// Once a second at most unless `atOnce`.
    private mutating func commit(atOnce: Bool) {
        let now = monotonicMicroseconds()
        guard group.keepsPlace, atOnce || now - committedAt > 1_000_000 else { return }
        let news = active.filter { $0.value >= 0 && committed[$0.key] != $0.value }
        committedAt = now
        guard !news.isEmpty else { return }
        committed.merge(news) { $1 }
        handle.commit(news)
    }

    /// Leaves the group, so that others need not wait for the session to time out.
    private mutating func close() async {
        commit(atOnce: true)
        handle.beginClose()
        let deadline = monotonicMicroseconds() + 5_000_000
        while !handle.isClosed && monotonicMicroseconds() < deadline {
            for event in await poll(milliseconds: 50) {
                switch event {
                case .assigned, .revoked: handle.unassign()
                default: break
                }
            }
        }
        thread.end()
    }
}
