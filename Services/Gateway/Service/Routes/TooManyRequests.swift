import Core

/// The caller is over the rate limit and may come again after some seconds.
struct TooManyRequests: Problem {
    let seconds: Int

    var kind: ProblemKind { .rateLimited }
    var code: String { "rate-limited" }
    var detail: String { "Too many requests; wait \(seconds) s." }
}

extension TooManyRequests {
    init(until: Timestamp, now: Timestamp) {
        self.init(seconds: Int(max(1, until.seconds(since: now).rounded(.up))))
    }
}
