import Glibc
import Synchronization

/// A thread for calls that block, one after the other. Ends by `end` once what was submitted is done.
final class KafkaThread: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isEnded = false
    }

    private let state = Mutex(State())
    /// Made for many threads; lives as long as the object, which the thread holds.
    nonisolated(unsafe) private let available: UnsafeMutablePointer<sem_t>

    init() {
        available = .allocate(capacity: 1)
        sem_init(available, 0, 0)
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<KafkaThread>.fromOpaque(argument).takeRetainedValue().serve() }
                return nil
            }, argument)
        precondition(result == 0, "no thread for Kafka: \(String(cString: strerror(result)))")
        pthread_detach(thread)
    }

    deinit {
        sem_destroy(available)
        available.deallocate()
    }

    func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }

    /// Does not wait for it. After `end` it is dropped.
    func start(_ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            precondition(!state.isEnded, "a call after the client was closed")
            state.work.append(body)
        }
        sem_post(available)
    }

    func end() {
        state.withLock { $0.isEnded = true }
        sem_post(available)
    }

    private func serve() {
        while true {
            while sem_wait(available) != 0 {}
            let (work, isEnded) = state.withLock { state in
                (state.work.isEmpty ? nil : state.work.removeFirst(), state.isEnded)
            }
            if let work { work() } else if isEnded { return }
        }
    }
}
