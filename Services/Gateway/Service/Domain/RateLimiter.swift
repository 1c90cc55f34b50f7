/// All rate limits of this process: for each policy a table, or none where the operator wants no limit.
struct RateLimiter: Sendable {
    /// Who is counted by what.
    enum Policy: Int, CaseIterable, Sendable {
        /// Each token.
        case token
        /// Each user, over all of his browsers and tokens.
        case account
        /// Each network from which somebody comes who has not signed in, and wrong credentials.
        case address
        /// Attempts to sign in and the like, by network.
        case signIn
        /// Doors that cost much for one request, by user or by token that belongs to none.
        case costly

        var name: String {
            switch self {
            case .token: "token"
            case .account: "account"
            case .address: "address"
            case .signIn: "sign-in"
            case .costly: "costly"
            }
        }
    }

    /// What a request was told of the limit that is nearest.
    struct Verdict: Sendable {
        let policy: Policy
        let allowance: RateTable.Allowance
    }

    /// By the policy's number.
    private let tables: [RateTable?]

    init(_ quotas: [Policy: RateQuota]) {
        tables = Policy.allCases.map { policy in quotas[policy].map { RateTable($0) } }
    }

    func quota(_ policy: Policy) -> RateQuota? { tables[policy.rawValue]?.quota }

    /// Takes one request from what is left of that policy; nil where nothing is limited. `now` in microseconds of a clock that
    /// never steps.
    func take(_ policy: Policy, _ key: UInt64, now: Int64) -> Verdict? {
        tables[policy.rawValue].map { Verdict(policy: policy, allowance: $0.take(key, now: now)) }
    }

    /// A number for what is counted by a text.
    static func key(_ text: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(text)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension RateLimiter.Verdict {
    /// The one that says more: a refusal, else the one with less left.
    func orTighter(_ other: RateLimiter.Verdict?) -> RateLimiter.Verdict {
        guard let other, !allowance.isRefused else { return self }
        return other.allowance.isRefused || other.allowance.remaining < allowance.remaining ? other : self
    }
}
