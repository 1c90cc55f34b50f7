package import Core
import Synchronization

/// A clock that a test sets.
package final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    /// Starts at 2026-01-05T12:00:00Z unless told otherwise.
    package init(_ time: Timestamp = CivilTime(year: 2026, month: 1, day: 5, hour: 12).timestamp) {
        self.time = Mutex(time)
    }

    package func now() -> Timestamp { time.withLock { $0 } }

    package func ticks() -> Int64 { now().microseconds }

    package func advance(seconds: Double) {
        time.withLock { $0 = $0.adding(seconds: seconds) }
    }
}
