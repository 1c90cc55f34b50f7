import Synchronization

/// How many requests within how many seconds: so many at once after a pause, and as they come back evenly, so many on average.
struct RateQuota: Hashable, Sendable {
    let requests: Int
    let seconds: Int
}

/// Counts the requests of many callers against one quota, in this process. The table has a fixed size, so that no crowd of callers,
/// true or made up, makes it grow: where it is too small, those who have used least are forgotten, so nobody is refused for others.
///
/// It is a token bucket each, kept as the one moment at which the bucket will be full again.
final class RateTable: Sendable {
    struct Allowance: Hashable, Sendable {
        /// Requests that may come at once now.
        let remaining: Int
        /// Until the next one may come where this one is refused, else until all are back.
        let seconds: Int
        let isRefused: Bool
    }

    private struct Slot {
        var key: UInt64 = 0
        /// Nanoseconds.
        var fullAt: Int64 = 0
    }

    /// Slots that a key may be in.
    private static let ways = 8

    let quota: RateQuota
    /// Nanoseconds, as all times inside.
    private let window: Int64
    private let interval: Int64
    private let mask: Int
    private let slots: Mutex<[Slot]>

    /// For 2^`exponent` times eight callers of 16 bytes.
    init(_ quota: RateQuota, exponent: Int = 12) {
        self.quota = quota
        interval = max(1, Int64(quota.seconds) * 1_000_000_000 / Int64(quota.requests))
        window = interval * Int64(quota.requests)
        mask = (1 << exponent) - 1
        slots = Mutex(Array(repeating: Slot(), count: Self.ways << exponent))
    }

    /// `now` in microseconds of a clock that never steps.
    func take(_ key: UInt64, now: Int64) -> Allowance {
        let now = now * 1000
        let first = Int(truncatingIfNeeded: key >> 32) & mask * Self.ways
        let (used, wait) = slots.withLock { slots -> (Int64, Int64) in
            let place = Self.place(of: key, in: &slots, from: first)
            let used = max(0, slots[place].fullAt - now) + interval
            if used > window { return (used - interval, used - window) }
            slots[place].fullAt = now + used
            return (used, 0)
        }
        let isRefused = wait > 0
        let seconds = ((isRefused ? wait : used) + 999_999_999) / 1_000_000_000
        return Allowance(remaining: isRefused ? 0 : Int((window - used) / interval), seconds: Int(seconds), isRefused: isRefused)
    }

    /// Where the key is counted; takes the place of whoever has used least where it is new.
    private static func place(of key: UInt64, in slots: inout [Slot], from first: Int) -> Int {
        var least = first
        for place in first..<first + ways {
            if slots[place].key == key { return place }
            if slots[place].fullAt < slots[least].fullAt { least = place }
        }
        slots[least] = Slot(key: key)
        return least
    }
}
