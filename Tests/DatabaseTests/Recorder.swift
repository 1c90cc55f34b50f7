import Core
import Glibc
import Synchronization

/// What bodies on other threads did, in order.
final class Recorder<Event: Sendable>: Sendable {
    private let recorded = Mutex<[Event]>([])

    var events: [Event] { recorded.withLock { $0 } }

    /// Returns how many there are now.
    @discardableResult
    func record(_ event: Event) -> Int {
        recorded.withLock { events in
            events.append(event)
            return events.count
        }
    }

    /// Keeps the thread until there are `count`, at most ten seconds; for bodies of transactions, which cannot await.
    func wait(for count: Int) {
        let deadline = monotonicMicroseconds() + 10_000_000
        while events.count < count, monotonicMicroseconds() < deadline { sched_yield() }
    }
}
