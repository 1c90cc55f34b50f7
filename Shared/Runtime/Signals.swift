import Glibc

/// The signals of a server as a stream: SIGTERM and SIGINT ask it to stop, SIGHUP to read its certificates again.
package enum Signals {
    package enum Signal: Sendable { case stop, reload }

    /// Call it first in `main`, before any other thread is there: threads inherit the mask, and a thread of its own waits.
    package static func stream() -> AsyncStream<Signal> {
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        let waiter = Waiter(set: set, continuation: continuation)
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(waiter).toOpaque())
        if started == 0 { pthread_detach(thread) }
        return stream
    }

    private final class Waiter {
        private var set: sigset_t
        private let continuation: AsyncStream<Signal>.Continuation

        init(set: sigset_t, continuation: AsyncStream<Signal>.Continuation) {
            self.set = set
            self.continuation = continuation
        }

        func run() {
            while true {
                var number: Int32 = 0
                guard sigwait(&set, &number) == 0 else { continue }
                continuation.yield(number == SIGHUP ? .reload : .stop)
            }
        }
    }
}
