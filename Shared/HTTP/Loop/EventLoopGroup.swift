import Glibc
import Synchronization

/// The loops of a process, normally one per core. Servers and peer clients are given the group they run on.
package final class EventLoopGroup: Sendable {
    private let state = Mutex<[EventLoop]>([])
    private let turn = Atomic<Int>(0)

    /// Starts the threads. Writing to a socket whose peer is gone shall be an error and not the end of the process, so SIGPIPE is
    /// ignored from here on.
    package init(threads: Int) {
        signal(SIGPIPE, SIG_IGN)
        let loops = (0..<max(1, threads)).map { EventLoop(index: $0, group: ObjectIdentifier(self)) }
        state.withLock { $0 = loops }
        for loop in loops { startThread { loop.run() } }
    }

    var loops: [EventLoop] { state.withLock { $0 } }

    /// The calling thread's loop when it is one of these, otherwise the next in turn.
    func preferred() -> EventLoop {
        if let current = EventLoop.current, current.group == ObjectIdentifier(self) { return current }
        let loops = loops
        return loops[turn.add(1, ordering: .relaxed).newValue % loops.count]
    }

    /// Ends the threads, after the servers have been shut down and the clients are out of use.
    package func shutdown() {
        for loop in loops { loop.stop() }
    }

    deinit { shutdown() }
}

/// Runs the body on a new thread, which ends with it.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(body)).toOpaque()
    let result = pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }, start)
    precondition(result == 0, "no thread could be started")
    pthread_detach(thread)
}
