package import Core
package import Database

/// What runs when a job of `kind` is due.
package struct JobHandler: Sendable {
    package let kind: String
    package let policy: RetryPolicy
    /// Seconds a run may take before it is cancelled and counted as failed.
    package let timeout: Double
    /// Runs of this kind at a time in this process.
    package let concurrency: Int
    package let run: @Sendable (_ job: JobContext) async throws -> Void

    package init(
        kind: String, policy: RetryPolicy = .standard, timeout: Double = 60, concurrency: Int = 4,
        run: @escaping @Sendable (_ job: JobContext) async throws -> Void
    ) {
        self.kind = kind
        self.policy = policy
        self.timeout = timeout
        self.concurrency = concurrency
        self.run = run
    }
}

/// One run of one job. Returning completes it; throwing counts an attempt and tries again by the policy; `JobFailure` ends it
/// or puts it off. Its lease is guarded by a token, so a run that was taken for dead changes nothing when it comes back.
package struct JobContext: Sendable {
    package let id: ID
    package let kind: String
    /// JSON, as it was enqueued.
    package let payload: [UInt8]
    /// 1 for the first run.
    package let attempt: Int
    let completeInTransaction: @Sendable (_ body: @escaping @Sendable (Transaction) throws -> Void) async throws -> Void

    package init(
        id: ID, kind: String, payload: [UInt8], attempt: Int,
        complete: @escaping @Sendable (_ body: @escaping @Sendable (Transaction) throws -> Void) async throws -> Void
    ) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.attempt = attempt
        completeInTransaction = complete
    }

    /// Completes the job in the transaction of its effect: both commit or neither does. Throws `JobFailure.stale` and
    /// writes nothing when the lease is no longer ours. Nothing may follow it.
    package func complete(_ body: @escaping @Sendable (_ tx: Transaction) throws -> Void) async throws {
        try await completeInTransaction(body)
    }
}

package enum JobFailure: Error, Sendable, Equatable {
    /// Ends dead with this reason, without further attempts.
    case permanent(String)
    /// Runs again after so many seconds; no attempt is counted.
    case snooze(seconds: Double)
    /// The lease was lost; what this run wanted to write was not written.
    case stale
}

/// When to try again. Delays double from `first` to `longest`, each with a jitter of ±20 %.
package struct RetryPolicy: Sendable, Hashable {
    package let attempts: Int
    /// Seconds.
    package let first: Double
    package let longest: Double

    package init(attempts: Int, first: Double, longest: Double) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
    }

    package static let standard = RetryPolicy(attempts: 20, first: 1, longest: 3600)

    /// Seconds to wait after attempt `attempt` failed, `random` in 0..<1; nil when no attempt is left.
    package func delay(after attempt: Int, random: Double) -> Double? {
        guard attempt < attempts else { return nil }
        var delay = first
        for _ in 1..<max(1, attempt) where delay < longest { delay *= 2 }
        return min(delay, longest) * (0.8 + 0.4 * random)
    }
}
