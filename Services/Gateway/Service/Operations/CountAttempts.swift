import Core
import Database

/// Slows guessing down: an attempt counts as failed before the secret is looked at, so that many at the same moment get no more
/// tries than one after the other; a good one is forgiven.
struct CountAttempts: Sendable {
    let counts: [SignInPolicy.Count]

    /// What the policy says of one more attempt, which counts from now on unless there is a pause.
    func begin(at now: Timestamp, in tx: Transaction) throws -> SignInPolicy.Verdict {
        let store = SignInFailureStore()
        tx.notes?.isBookkeeping = true
        var left = Int.max
        for count in counts {
            try tx.lock(key: "sign-in " + count.subject)
            let failures = try store.latest(of: count.subject, atMost: count.attempts, in: tx)
            switch SignInPolicy.verdict(failures: failures, attempts: count.attempts, now: now) {
            case .paused(let until): return .paused(until: until)
            case .allowed(let attemptsLeft): left = min(left, attemptsLeft)
            }
        }
        for count in counts { try store.record(count.subject, at: now, in: tx) }
        return .allowed(attemptsLeft: left)
    }

    /// Takes back the attempt that began at `moment`, and with it all failures of the tight count.
    func forgive(at moment: Timestamp, in tx: Transaction) throws {
        let store = SignInFailureStore()
        if let tight = counts.first { try store.forgiveAll(of: tight.subject, in: tx) }
        for count in counts.dropFirst() { try store.forgive(count.subject, at: moment, in: tx) }
    }
}
