import Glibc
import Synchronization

/// Items for threads that do nothing else, first come first served. A thread that waits for one sleeps.
package final class WorkQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        /// How many at the front of `items` have been taken.
        var taken = 0
        var closed = false
        var threads = 0
        var closers: [UnsafeContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    /// Counts what may be taken. Unsafe only to the compiler: semaphores are made for many threads, and every thread that
    /// serves this queue holds it.
    nonisolated(unsafe) private let available: UnsafeMutablePointer<sem_t>

    package init() {
        available = .allocate(capacity: 1)
        sem_init(available, 0, 0)
    }

    deinit {
        sem_destroy(available)
        available.deallocate()
    }

    /// Starts a thread of its own that serves this queue by `serve` until that returns, which it must once `take` gives nothing.
    /// What `serve` holds is released before the thread counts as ended.
    package func startThread(_ serve: @escaping @Sendable (WorkQueue<Item>) -> Void) {
        state.withLock { $0.threads += 1 }
        runOnThread { [self] in
            serve(self)
        } then: { [self] in
            let closers = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
                state.threads -= 1
                guard state.threads == 0 else { return [] }
                defer { state.closers = [] }
                return state.closers
            }
            for closer in closers { closer.resume() }
        }
    }

    /// False once closed: the item was not taken.
    package func put(_ item: Item) -> Bool {
        let accepted = state.withLock { state in
            guard !state.closed else { return false }
            state.items.append(item)
            return true
        }
        if accepted { sem_post(available) }
        return accepted
    }

    /// The next item; waits for one. Nothing when closed and empty.
    package func take() -> Item? {
        takeAll(limit: 1).first
    }

    /// The next items in order, at least one unless closed and empty; waits for the first.
    package func takeAll(limit: Int) -> [Item] {
        while true {
            while sem_wait(available) != 0 {}
            let (batch, closed) = state.withLock { state -> ([Item], Bool) in
                let end = min(state.items.count, state.taken + limit)
                let batch = Array(state.items[state.taken..<end])
                state.taken = end
                if end == state.items.count {
                    state.items.removeAll(keepingCapacity: true)
                    state.taken = 0
                } else if state.taken >= 1024 {
                    state.items.removeFirst(state.taken)
                    state.taken = 0
                }
                return (batch, state.closed)
            }
            // The wake-ups of items that went with an earlier batch find nothing.
            if !batch.isEmpty { return batch }
            if closed { return [] }
        }
    }

    /// Takes no more items; those already in it are still served.
    package func close() {
        let threads = state.withLock { state in
            state.closed = true
            return state.threads
        }
        for _ in 0..<threads { sem_post(available) }
    }

    /// Returns when all threads have ended; call `close` before.
    package func ended() async {
        await withUnsafeContinuation { continuation in
            let over = state.withLock { state in
                if state.threads > 0 { state.closers.append(continuation) }
                return state.threads == 0
            }
            if over { continuation.resume() }
        }
    }
}

private final class ThreadBody {
    private var run: (@Sendable () -> Void)?
    private let then: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void, _ then: @escaping @Sendable () -> Void) {
        self.run = run
        self.then = then
    }

    func runAll() {
        run?()
        run = nil
        then()
    }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().runAll()
    return nil
}

/// Runs `body`, lets go of it and runs `then`.
private func runOnThread(_ body: @escaping @Sendable () -> Void, then: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(ThreadBody(body, then)).toOpaque()
    let result = pthread_create(&thread, nil, threadMain, argument)
    precondition(result == 0, "no thread for the database: \(String(cString: strerror(result)))")
    pthread_detach(thread)
}
