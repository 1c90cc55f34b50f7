import Synchronization

/// Lets a body that is written by code be read part by part: holds one part; the writer waits until the reader has taken it.
final class BodyPipe: HTTPBodySource {
    private struct State {
        var part: [UInt8]?
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    init(_ body: @escaping @Sendable (HTTPBodyWriter) async throws -> Void) {
        let task = Task {
            do {
                try await body(HTTPBodyWriter { try await self.put($0) })
                self.finish(.success(()))
            } catch {
                self.finish(.failure(error))
            }
        }
        state.withLock { $0.task = task }
    }

    func cancel() {
        state.withLock { $0.task }?.cancel()
        finish(.failure(CancellationError()))
    }

    func next() async throws -> [UInt8]? {
        while true {
            let (part, end, writer) = state.withLock { state in
                defer { (state.part, state.writer) = (nil, nil) }
                return (state.part, state.end, state.writer)
            }
            writer?.resume()
            if let part { return part }
            if let end {
                try end.get()
                return nil
            }
            try Task.checkCancellation()
            await wait(\.reader) { $0.part == nil && $0.end == nil }
        }
    }

    private func put(_ part: [UInt8]) async throws {
        while true {
            try Task.checkCancellation()
            let (taken, end, reader) = state.withLock { state in
                if let end = state.end { return (false, Optional(end), CheckedContinuation<Void, Never>?.none) }
                guard state.part == nil else { return (false, nil, nil) }
                state.part = part
                defer { state.reader = nil }
                return (true, nil, state.reader)
            }
            reader?.resume()
            if let end {
                try end.get()
                throw CancellationError()
            }
            if taken { break }
            await wait(\.writer) { $0.part != nil && $0.end == nil }
        }
    }

    private func finish(_ result: Result<Void, any Error>) {
        let waiting = state.withLock { state in
            state.end = state.end ?? result
            defer { (state.reader, state.writer) = (nil, nil) }
            return [state.reader, state.writer]
        }
        for continuation in waiting { continuation?.resume() }
    }

    /// Waits in that place while the condition holds, or until the calling task is cancelled.
    private func wait(
        _ place: any WritableKeyPath<State, CheckedContinuation<Void, Never>?> & Sendable,
        while condition: @Sendable (State) -> Bool
    ) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let stays = state.withLock { state in
                    guard condition(state), !Task.isCancelled else { return false }
                    state[keyPath: place] = continuation
                    return true
                }
                if !stays { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state[keyPath: place] = nil }
                return state[keyPath: place]
            }
            waiting?.resume()
        }
    }
}
