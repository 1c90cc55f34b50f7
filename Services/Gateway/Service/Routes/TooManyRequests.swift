import Core

/// The caller is over the rate limit and may come again after some seconds.
struct TooManyRequests: Problem {
    let seconds: Int

    var kind: ProblemKind { .rateLimited }
    var code: String { "rate-limited" }
    var detail: String { "Too many requests; wait \(seconds) s." }
}
