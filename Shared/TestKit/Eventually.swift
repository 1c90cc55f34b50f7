import Core

/// Waits until `condition` holds, looking every few milliseconds; throws when it does not within `seconds`.
package func eventually(
    _ what: String, within seconds: Double = 60, _ condition: () async throws -> Bool
) async throws {
    let deadline = monotonicMicroseconds() + Int64(seconds * 1_000_000)
    while try await !condition() {
        guard monotonicMicroseconds() < deadline else { throw NeverHappened(what: what, seconds: seconds) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

package struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let seconds: Double

    package var description: String { "Did not happen within \(seconds) s: \(what)" }
}

/// Runs `work` beside `body` and cancels it when `body` ends; returns when both have.
package func during<T: Sendable>(
    _ work: [@Sendable () async throws -> Void], _ body: () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for part in work {
            group.addTask {
                do { try await part() } catch is CancellationError {}
            }
        }
        let result = try await body()
        group.cancelAll()
        try await group.waitForAll()
        return result
    }
}
