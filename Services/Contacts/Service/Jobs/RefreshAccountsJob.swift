import Jobs

extension RefreshAccounts {
    /// Makes room for other work of the kind's worker every half an hour, as long as it takes.
    var handler: JobHandler {
        JobHandler(kind: Self.kind, timeout: 3600, concurrency: 1) { _ in
            guard try await callAsFunction() else { throw JobFailure.snooze(seconds: 1) }
        }
    }
}
