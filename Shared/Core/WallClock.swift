import Glibc

/// The time of day. Always handed in, so that a test sets it; see `ManualClock` in TestKit.
package protocol WallClock: Sendable {
    func now() -> Timestamp
    /// Microseconds of a clock that never steps, beside the time of day.
    func ticks() -> Int64
}

extension WallClock {
    package func ticks() -> Int64 { monotonicMicroseconds() }
}

package struct SystemClock: WallClock {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}

/// Microseconds of a clock that never steps, for measuring durations.
package func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
