import Core

/// When failed attempts pause the sign-in of a login or an address.
enum SignInPolicy {
    static let attempts = 5
    /// Seconds within which failures count together.
    static let window = 300.0
    /// Seconds of the pause that the last allowed failure begins.
    static let pause = 300.0

    enum Verdict: Equatable {
        case allowed(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    /// `failures` are the times of past failures, in any order.
    static func verdict(failures: [Timestamp], now: Timestamp) -> Verdict {
        let recent = failures.filter { $0 > now.adding(seconds: -max(window, pause)) }.sorted()
        if recent.count >= attempts, let last = recent.last {
            let until = last.adding(seconds: pause)
            if until > now { return .paused(until: until) }
        }
        let counted = recent.filter { $0 > now.adding(seconds: -window) }.count
        return .allowed(attemptsLeft: max(1, attempts - counted))
    }
}
