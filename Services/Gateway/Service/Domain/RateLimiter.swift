import Synchronization

/// A token bucket per caller, in this process. Full ones are forgotten first when there are many, so memory stays bounded.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Int64
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var sweptAt: Int64 = 0
    }

    private static let most = 10_000
    private let perSecond: Double
    private let burst: Double
    private let state = Mutex(State())

    /// `perSecond` 0 limits nothing.
    init(perSecond: Int) {
        self.perSecond = Double(perSecond)
        burst = Double(perSecond) * 2
    }

    /// Nil when the request may pass, else the seconds to wait. `now` in microseconds of a monotonic clock.
    func wait(_ caller: String, cost: Double = 1, now: Int64) -> Int? {
        guard perSecond > 0 else { return nil }
        return state.withLock { state in
            if state.buckets.count >= Self.most, state.buckets[caller] == nil { sweep(&state, now) }
            return take(cost, from: &state.buckets[caller, default: Bucket(tokens: burst, at: now)], now)
        }
    }

    private func take(_ cost: Double, from bucket: inout Bucket, _ now: Int64) -> Int? {
        bucket.tokens = refilled(bucket, now)
        bucket.at = now
        guard bucket.tokens >= cost else { return max(1, Int(((cost - bucket.tokens) / perSecond).rounded(.up))) }
        bucket.tokens -= cost
        return nil
    }

    /// Looks through all at most once a second; when they all are in use then, forgets them: nobody is refused who should not be.
    private func sweep(_ state: inout State, _ now: Int64) {
        if now - state.sweptAt >= 1_000_000 {
            state.sweptAt = now
            state.buckets = state.buckets.filter { refilled($0.value, now) < burst }
        }
        if state.buckets.count >= 2 * Self.most { state.buckets.removeAll() }
    }

    private func refilled(_ bucket: Bucket, _ now: Int64) -> Double {
        min(burst, bucket.tokens + Double(now - bucket.at) / 1_000_000 * perSecond)
    }
}
