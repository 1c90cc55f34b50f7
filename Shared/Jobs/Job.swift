package import Core

/// Where a job stands. `scheduled` waits for its time (first run, retry or snooze); `done`, `dead` and `cancelled` are final
/// until an operator redrives it.
package enum JobState: String, Sendable, CaseIterable {
    case scheduled, ready, running, done, dead, cancelled
}

/// A job as operators see it.
package struct Job: Sendable, Hashable {
    package let id: ID
    package let kind: String
    package let payload: [UInt8]
    package let priority: Int
    package let uniqueKey: String?
    package let state: JobState
    /// Runs begun, without those that were snoozed or interrupted by a stop.
    package let attempt: Int
    /// Runs whose worker died.
    package let crashes: Int
    package let createdAt: Timestamp
    package let runAt: Timestamp
    package let finishedAt: Timestamp?
    package let worker: String?
    /// Why it is dead.
    package let reason: String?
}

/// One failed run.
package struct JobError: Sendable, Hashable {
    package let attempt: Int
    package let failedAt: Timestamp
    package let reason: String
}
