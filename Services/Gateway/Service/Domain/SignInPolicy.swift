import Core

/// When failed attempts pause the sign-in. Guessing is slowed down by three counts: of one login from one network, of one network
/// over all logins, and of one login over all networks. Only the first is tight, so that a stranger elsewhere cannot easily lock
/// a person out.
enum SignInPolicy {
    /// Seconds within which failures count together.
    static let window = 300.0
    /// Seconds of the pause that the last allowed failure begins.
    static let pause = 300.0

    /// What failures are counted by, and how many are allowed.
    struct Count: Hashable, Sendable {
        let subject: String
        let attempts: Int
    }

    enum Verdict: Hashable, Sendable {
        case allowed(attemptsLeft: Int)
        case paused(until: Timestamp)
    }

    /// In the order in which they are locked; the first is the tight one.
    static func counts(login: String, network: String) -> [Count] {
        [
            Count(subject: "both:\(network) \(login)", attempts: 5), Count(subject: "login:\(login)", attempts: 50),
            Count(subject: "network:\(network)", attempts: 50),
        ]
    }

    /// Of codes of a second factor. They are few, so one count over all networks is tight; only who knows the password gets there.
    static func codeCounts(user: ID) -> [Count] {
        [Count(subject: "code:\(user)", attempts: 5)]
    }

    /// Of answers of passkeys. They cannot be guessed, but whoever sends many wrong ones is slowed down like others.
    static func passkeyCounts(credential: String, network: String) -> [Count] {
        [
            Count(subject: "passkey:\(network) \(credential)", attempts: 5),
            Count(subject: "network:\(network)", attempts: 50),
        ]
    }

    /// `failures` are the times of past failures, in any order; at least the last `attempts` of them.
    static func verdict(failures: [Timestamp], attempts: Int, now: Timestamp) -> Verdict {
        let recent = failures.filter { $0 > now.adding(seconds: -max(window, pause)) }
        if recent.count >= attempts, let last = recent.max() {
            let until = last.adding(seconds: pause)
            if until > now { return .paused(until: until) }
        }
        return .allowed(attemptsLeft: max(1, attempts - recent.filter { $0 > now.adding(seconds: -window) }.count))
    }
}
