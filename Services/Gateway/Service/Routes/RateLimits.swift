import Core
import HTTP
import Observability
import ServiceKit

/// The rate limits at the door: counts a request by who makes it and by what he asks for, and tells of them in the answer.
struct RateLimits: Sendable {
    private let limiter: RateLimiter
    private let clock: any WallClock
    /// By the policy's number.
    private let fields: [RateLimitFields?]
    private let refused: [Counter]

    init(_ limiter: RateLimiter, clock: any WallClock, metrics: Metrics) {
        self.limiter = limiter
        self.clock = clock
        fields = RateLimiter.Policy.allCases.map { policy in
            limiter.quota(policy).map { RateLimitFields(policy: policy.name, quota: $0.requests, seconds: $0.seconds) }
        }
        refused = RateLimiter.Policy.allCases.map { policy in
            metrics.counter(
                "gateway_rate_limited_total", "Requests refused by a rate limit.", labels: [("policy", policy.name)])
        }
    }

    /// Counts a request by who makes it: a token, a user, or the network of somebody unknown. Whoever is over the limit is refused.
    func count(_ request: HTTPRequest, into verdict: inout RateLimiter.Verdict?) throws {
        let now = clock.ticks()
        let caller = request.caller
        switch caller.kind {
        case .anonymous:
            verdict = limiter.take(.address, network(request), now: now)
        case .token where caller.isUsers:
            let token = limiter.take(.token, caller.subjectNumber, now: now)
            let account = limiter.take(.account, caller.accountNumber, now: now)
            verdict = token?.orTighter(account) ?? account
        case .token, .service:
            verdict = limiter.take(.token, caller.subjectNumber, now: now)
        case .person:
            verdict = limiter.take(.account, caller.accountNumber, now: now)
        }
        try check(verdict)
    }

    /// Counts wrong credentials, by the network that they come from.
    func countUnknown(_ request: HTTPRequest, into verdict: inout RateLimiter.Verdict?) throws {
        verdict = limiter.take(.address, network(request), now: clock.ticks())
        try check(verdict)
    }

    /// Counts it by the door too, where that has a limit of its own, which then is the one that is told.
    func count(_ request: HTTPRequest, at pace: Pace, into verdict: inout RateLimiter.Verdict?) throws {
        let policy: RateLimiter.Policy
        let key: UInt64
        switch pace {
        case .ordinary: return
        case .signIn: (policy, key) = (.signIn, network(request))
        case .costly:
            (policy, key) = (.costly, request.caller.kind == .anonymous ? network(request) : request.caller.accountNumber)
        }
        verdict = limiter.take(policy, key, now: clock.ticks()) ?? verdict
        try check(verdict)
    }

    func tell(_ verdict: RateLimiter.Verdict?, in response: inout HTTPResponse) {
        guard let verdict, let fields = fields[verdict.policy.rawValue] else { return }
        response.fields.append(fields, remaining: verdict.allowance.remaining, seconds: verdict.allowance.seconds)
    }

    private func network(_ request: HTTPRequest) -> UInt64 {
        RateLimiter.key(ClientNetwork.of(request.remoteAddress))
    }

    private func check(_ verdict: RateLimiter.Verdict?) throws {
        guard let verdict, verdict.allowance.isRefused else { return }
        refused[verdict.policy.rawValue].increment()
        throw TooManyRequests(policy: verdict.policy, seconds: verdict.allowance.seconds)
    }
}
