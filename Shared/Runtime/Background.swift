/// Work that goes on beside a body, and ends with it.
enum Background {
    /// Runs `parts` while `body` runs, then cancels them and waits for their end. A part that fails ends the body, and its
    /// error is thrown.
    static func run(_ parts: [@Sendable () async throws -> Void], _ body: @escaping @Sendable () async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for part in parts {
                group.addTask {
                    try await part()
                    return false
                }
            }
            group.addTask {
                try await body()
                return true
            }
            while let bodyEnded = try await group.next() {
                if bodyEnded { break }
            }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }
}
