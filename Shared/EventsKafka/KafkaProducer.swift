import Events
import Observability
import Synchronization

/// Sends records and says what became of each. One thread waits for the broker's answers and wakes the callers.
final class KafkaProducer: Sendable {
    private struct Batch {
        var results: [PublishResult?]
        var remaining: Int
        let waiter: CheckedContinuation<[PublishResult], Never>
    }

    private struct State {
        /// Nothing once closed.
        var handle: KafkaHandle?
        var isClosing = false
        var batches: [UInt: Batch] = [:]
        var lastBatch: UInt = 0
    }

    private static let indexBits: UInt = 16
    private static let gone = PublishResult.unavailable("The producer has been closed.")

    private let settings: KafkaSettings
    private let log: KafkaLog
    private let state: Mutex<State>
    private let answers = KafkaThread()
    private let blocking = KafkaThread()

    init(settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        self.settings = settings
        log = KafkaLog(logger)
        state = Mutex(State(handle: try KafkaHandle.producer(settings.producer())))
        answers.start { self.serve() }
    }

    /// At most 65,536 records. When the task is cancelled those without an answer are `.unavailable`, though they may arrive.
    func publish(_ records: [Record]) async -> [PublishResult] {
        guard !records.isEmpty else { return [] }
        let id = state.withLock { state in
            state.lastBatch += 1
            return state.lastBatch
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                state.withLock { state in
                    state.batches[id] = Batch(
                        results: Array(repeating: nil, count: records.count), remaining: records.count, waiter: waiter)
                    var failure: PublishResult? = state.isClosing ? Self.gone : nil
                    for (index, record) in records.enumerated() {
                        let ticket = id << Self.indexBits | UInt(index)
                        let outcome = failure ?? state.handle?.produce(record, ticket: ticket)
                        // What could not be queued must not be overtaken by what follows.
                        if case .unavailable = outcome { failure = outcome }
                        if let outcome { Self.settle(id, index, outcome, &state) }
                    }
                }
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    /// Calls the client from a thread that may block.
    func blocking<T: Sendable>(_ body: @escaping @Sendable (KafkaHandle) -> Result<T, KafkaError>) async throws(KafkaError) -> T {
        let handle = state.withLock { $0.handle }
        guard let handle else { throw KafkaError(code: -197, message: "The producer has been closed.") }
        return try await blocking.run { body(handle) }.get()
    }

    /// Waits up to 5 s for answers to what was sent; the rest is `.unavailable`.
    func close() async {
        let handle = state.withLock { state in
            state.isClosing = true
            return state.handle
        }
        guard let handle else { return }
        await blocking.run { handle.flush(milliseconds: 5000) }
        state.withLock { state in
            state.handle = nil
            Self.settleAll(Self.gone, &state)
        }
        blocking.end()
        answers.end()
    }

    /// On its thread until closed.
    private func serve() {
        var isBroken = false
        while let handle = state.withLock({ $0.handle }) {
            var deliveries: [(ticket: UInt, outcome: PublishResult)] = []
            for event in handle.poll(limit: 256, milliseconds: 100) {
                switch event {
                case .delivered(let ticket, let outcome): deliveries.append((ticket, outcome))
                case .failed(let error, _):
                    log.failed(error)
                    isBroken = isBroken || error.isFatal
                case .log(let level, let text): log.said(level: level, text)
                case .record, .assigned, .revoked: break
                }
            }
            if deliveries.contains(where: { $0.outcome == .acknowledged }) { log.worked() }
            state.withLock { state in
                for (ticket, outcome) in deliveries {
                    Self.settle(ticket >> Self.indexBits, Int(ticket & (1 << Self.indexBits - 1)), outcome, &state)
                }
            }
            if isBroken { isBroken = !replace(handle) }
        }
    }

    /// What a broken client still held is `.unavailable`; the outbox sends it again.
    private func replace(_ broken: KafkaHandle) -> Bool {
        guard let new = try? KafkaHandle.producer(settings.producer()) else { return false }
        state.withLock { state in
            guard !state.isClosing else { return }
            state.handle = new
            Self.settleAll(.unavailable("The client broke and was made anew."), &state)
        }
        broken.flush(milliseconds: 0)
        return true
    }

    private func giveUp(_ id: UInt) {
        state.withLock { Self.settleRest(id, .unavailable("Stopped while waiting for the broker."), &$0) }
    }

    private static func settleAll(_ outcome: PublishResult, _ state: inout State) {
        for id in state.batches.keys { settleRest(id, outcome, &state) }
    }

    private static func settleRest(_ id: UInt, _ outcome: PublishResult, _ state: inout State) {
        guard let batch = state.batches[id] else { return }
        for index in batch.results.indices where batch.results[index] == nil { settle(id, index, outcome, &state) }
    }

    private static func settle(_ id: UInt, _ index: Int, _ outcome: PublishResult, _ state: inout State) {
        guard var batch = state.batches.removeValue(forKey: id) else { return }
        if batch.results[index] == nil {
            batch.results[index] = outcome
            batch.remaining -= 1
        }
        guard batch.remaining == 0 else {
            state.batches[id] = batch
            return
        }
        batch.waiter.resume(returning: batch.results.map { $0 ?? gone })
    }
}
