import Core

/// The caller is over a rate limit and may come again after some seconds.
struct TooManyRequests: Problem {
    let policy: RateLimiter.Policy
    let seconds: Int

    var kind: ProblemKind { .rateLimited }
    var code: String { "rate-limited" }
    var detail: String {
        switch policy {
        case .token: "This token makes too many requests; wait \(seconds) s."
        case .account: "This user makes too many requests, over all browsers and tokens; wait \(seconds) s."
        case .address: "Too many requests from your address without good credentials; sign in, or wait \(seconds) s."
        case .signIn: "Too many attempts from your network; wait \(seconds) s."
        case .costly: "Such requests are costly and were too many; wait \(seconds) s."
        }
    }
}

extension TooManyRequests {
    /// Attempts are paused until then.
    init(until: Timestamp, now: Timestamp) {
        self.init(policy: .signIn, seconds: Int(max(1, until.seconds(since: now).rounded(.up))))
    }
}
