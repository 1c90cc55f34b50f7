import Synchronization

/// Events from service to service inside one process, over the same outboxes and inboxes as with a broker.
///
/// `publish` hands the records to every registered group that wants their topic and acknowledges once each has committed (or
/// parked) them; a group that fails or does not run makes them `.unavailable`. Groups work in parallel, each on one batch at
/// a time; what several relays published meanwhile becomes one batch and so one commit. A record of a topic that no registered
/// group wants is acknowledged at once, as a broker would when nobody subscribed: so **register every group before the first
/// relay runs**. Groups that keep no place are told after all others, whatever became of it there, and wait for nobody.
package final class InProcessTransport: EventTransport {
    private let mailboxes = Mutex<[Mailbox]>([])
    private let listeners = Mutex<[String: any ConsumerGroup]>([:])

    package init() {}

    /// From now on nothing of the group's topics is acknowledged without it. Registering a name again changes nothing.
    package func register(_ group: any ConsumerGroup) {
        _ = mailbox(group)
    }

    package func publish(_ records: [Record]) async -> [PublishResult] {
        let boxes = mailboxes.withLock { $0 }
        var results = Array(repeating: PublishResult.acknowledged, count: records.count)
        await withTaskGroup(of: (wanted: [Int], failure: String?).self) { group in
            for box in boxes {
                let wanted = records.indices.filter { box.topics.contains(records[$0].topic) }
                guard !wanted.isEmpty else { continue }
                group.addTask { (wanted, await box.send(wanted.map { records[$0] })) }
            }
            for await (wanted, failure) in group {
                guard let failure else { continue }
                for index in wanted { results[index] = .unavailable(failure) }
            }
        }
        for listener in listeners.withLock({ Array($0.values) }) {
            let wanted = records.filter { listener.topics.contains($0.topic) }
            if !wanted.isEmpty { try? await listener.apply(wanted) }
        }
        return results
    }

    package func deliver(to group: any ConsumerGroup) async throws {
        guard group.keepsPlace else { return try await listen(group) }
        await mailbox(group).deliver(to: group)
    }

    private func listen(_ group: any ConsumerGroup) async throws {
        _ = try await group.assign(group.topics.map { TopicPartition(topic: $0, partition: 0) })
        listeners.withLock { $0[group.name] = group }
        defer { listeners.withLock { $0[group.name] = nil } }
        let (until, end) = AsyncStream.makeStream(of: Never.self)
        for await _ in until {}
        withExtendedLifetime(end) {}
    }

    package func check() async throws {}

    package func close() async {}

    private func mailbox(_ group: any ConsumerGroup) -> Mailbox {
        mailboxes.withLock { boxes in
            if let box = boxes.first(where: { $0.name == group.name }) { return box }
            let box = Mailbox(name: group.name, topics: Set(group.topics))
            boxes.append(box)
            return box
        }
    }
}

/// What waits for one group.
private final class Mailbox: Sendable {
    private struct Letter: Sendable {
        let records: [Record]
        let answer: CheckedContinuation<String?, Never>
    }

    private struct State: Sendable {
        var open: AsyncStream<Void>.Continuation?
        var letters: [Letter] = []
    }

    let name: String
    let topics: Set<String>
    private let state = Mutex(State())

    init(name: String, topics: Set<String>) {
        self.name = name
        self.topics = topics
    }

    /// Returns why it could not be applied, or nil once it is.
    func send(_ records: [Record]) async -> String? {
        await withCheckedContinuation { answer in
            let isOpen = state.withLock { state in
                guard let open = state.open else { return false }
                state.letters.append(Letter(records: records, answer: answer))
                open.yield()
                return true
            }
            if !isOpen { answer.resume(returning: "The consumer \(name) is not running.") }
        }
    }

    func deliver(to group: any ConsumerGroup) async {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.open = waker }
        for await _ in wakes {
            let letters = take()
            guard !letters.isEmpty else { continue }
            var failure: String?
            do {
                try await group.apply(letters.flatMap(\.records))
            } catch {
                failure = "\(error)"
            }
            for letter in letters { letter.answer.resume(returning: failure) }
        }
        state.withLock { $0.open = nil }
        for letter in take() { letter.answer.resume(returning: "The consumer \(name) has stopped.") }
    }

    private func take() -> [Letter] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }
}
