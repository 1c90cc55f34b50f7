import Core

/// Runs work with a limit of time; then it is cancelled and `Refusal(.unavailable, "timeout")` thrown. The work ends itself when it
/// is cancelled, as everything does that waits for a peer.
enum Deadline {
    static func run<T: Sendable>(seconds: Double, _ work: @escaping @Sendable () async throws -> T) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Refusal(.unavailable, "timeout", "No answer within \(Int(seconds.rounded(.up))) s.")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
