import Core
import Synchronization

/// A transaction body on its way to a connection's thread, and its outcome on the way back.
///
/// An engine calls `begin` once, then `run` as often as the body has to be tried, then `finish` once.
package protocol Work: AnyObject, Sendable {
    /// When the caller asked, on the clock of `monotonicMicroseconds()`.
    var asked: Int64 { get }

    /// False when the caller was cancelled while the work waited; it has its answer then, and nothing else may be called.
    /// From true on, cancelling has no effect: the work runs to its end.
    func begin() -> Bool

    /// Runs the body and keeps what it returned for `finish`.
    func run(_ tx: Transaction) throws

    /// Resumes the caller: with `failure`, or with what the last `run` returned.
    func finish(_ failure: (any Error)?)
}

/// The one kind of `Work`: a closure and the continuation of the task that waits for it.
package final class BodyWork<T: Sendable>: Work {
    private enum State {
        case fresh
        case waiting(UnsafeContinuation<T, any Error>)
        case begun(UnsafeContinuation<T, any Error>)
        case over
    }

    package let asked = monotonicMicroseconds()
    private let body: @Sendable (Transaction) throws -> T
    private let state = Mutex(State.fresh)
    private let value = Mutex<T?>(nil)

    private init(_ body: @escaping @Sendable (Transaction) throws -> T) {
        self.body = body
    }

    /// Hands `body` as work to `enqueue`, which says whether it took it, and waits for its outcome.
    package static func submit(
        _ body: @escaping @Sendable (Transaction) throws -> T, to enqueue: (any Work) -> Bool
    ) async throws -> T {
        try Task.checkCancellation()
        let work = BodyWork(body)
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                guard work.wait(with: continuation) else { return continuation.resume(throwing: CancellationError()) }
                if !enqueue(work), work.begin() { work.finish(DatabaseError.closed) }
            }
        } onCancel: {
            work.cancel()
        }
    }

    private func wait(with continuation: UnsafeContinuation<T, any Error>) -> Bool {
        state.withLock { state in
            guard case .fresh = state else { return false }
            state = .waiting(continuation)
            return true
        }
    }

    private func cancel() {
        let waiting = state.withLock { state -> UnsafeContinuation<T, any Error>? in
            switch state {
            case .fresh:
                state = .over
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .begun, .over:
                return nil
            }
        }
        waiting?.resume(throwing: CancellationError())
    }

    package func begin() -> Bool {
        state.withLock { state in
            guard case .waiting(let continuation) = state else { return false }
            state = .begun(continuation)
            return true
        }
    }

    package func run(_ tx: Transaction) throws {
        let result = try body(tx)
        value.withLock { $0 = result }
    }

    package func finish(_ failure: (any Error)?) {
        let begun = state.withLock { state -> UnsafeContinuation<T, any Error>? in
            guard case .begun(let continuation) = state else { return nil }
            state = .over
            return continuation
        }
        guard let begun else { return }
        if let failure { return begun.resume(throwing: failure) }
        guard let result = value.withLock({ $0.take() }) else {
            preconditionFailure("work was finished as a success without having run")
        }
        begun.resume(returning: result)
    }
}
