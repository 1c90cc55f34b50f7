import Core
import Synchronization

/// A token bucket per caller, in this process. Holds at most a few thousand of them; full ones are forgotten first.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Int64
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// `perSecond` 0 limits nothing.
    init(perSecond: Int) {
        self.perSecond = Double(perSecond)
        burst = Double(perSecond) * 2
    }

    /// Nil when the request may pass, else the seconds to wait. `now` in microseconds of a monotonic clock.
    func wait(_ caller: String, cost: Double = 1, now: Int64) -> Int? {
        guard perSecond > 0 else { return nil }
        return buckets.withLock { buckets in
            if buckets.count > 10_000 {
                buckets = buckets.filter { refilled($0.value, now) < burst }
            }
            var bucket = buckets[caller] ?? Bucket(tokens: burst, at: now)
            bucket.tokens = refilled(bucket, now)
            bucket.at = now
            defer { buckets[caller] = bucket }
            guard bucket.tokens >= cost else { return max(1, Int(((cost - bucket.tokens) / perSecond).rounded(.up))) }
            bucket.tokens -= cost
            return nil
        }
    }

    private func refilled(_ bucket: Bucket, _ now: Int64) -> Double {
        min(burst, bucket.tokens + Double(now - bucket.at) / 1_000_000 * perSecond)
    }
}
