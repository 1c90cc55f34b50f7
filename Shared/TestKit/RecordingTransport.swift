package import Events
import Synchronization

/// A transport that keeps what it acknowledged, and answers as the test says.
package final class RecordingTransport: EventTransport {
    package typealias Answer = @Sendable (_ record: Record, _ attempt: Int) -> PublishResult

    private let answer: Answer
    private let inner: (any EventTransport)?
    private let state = Mutex((taken: [Record](), attempts: 0))

    /// `answer` is asked for each record with the number of the `publish` call, from 1. With `inner` every record is passed on
    /// first, whatever the answer: so an answer of `.unavailable` is an acknowledgement that got lost.
    package init(passingTo inner: (any EventTransport)? = nil, answer: @escaping Answer = { _, _ in .acknowledged }) {
        self.inner = inner
        self.answer = answer
    }

    /// What was acknowledged, in order.
    package var taken: [Record] { state.withLock { $0.taken } }

    /// Calls of `publish` so far.
    package var attempts: Int { state.withLock { $0.attempts } }

    package func publish(_ records: [Record]) async -> [PublishResult] {
        let attempt = state.withLock { state in
            state.attempts += 1
            return state.attempts
        }
        let passed = await inner?.publish(records) ?? records.map { _ in .acknowledged }
        return state.withLock { state in
            var failed: Set<String> = []
            return zip(records, passed).map { record, passed in
                let key = record.topic + "/" + (record.key ?? "")
                let result =
                    failed.contains(key)
                    ? .unavailable("behind a failed one") : passed == .acknowledged ? answer(record, attempt) : passed
                if result == .acknowledged { state.taken.append(record) } else { failed.insert(key) }
                return result
            }
        }
    }

    package func deliver(to group: any ConsumerGroup) async throws { try await inner?.deliver(to: group) }

    package func check() async throws { try await inner?.check() }

    package func close() async { await inner?.close() }
}
