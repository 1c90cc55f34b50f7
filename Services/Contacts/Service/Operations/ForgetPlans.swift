package import Core
package import Database

/// Forgets reassignments that were planned and that nobody let begin for a week.
package struct ForgetPlans: Sendable {
    package let database: any Database
    package let clock: any WallClock

    package func callAsFunction() async throws {
        let bound = clock.now().adding(days: -7)
        try await database.write { tx in try ReassignmentStore.forgetPlans(before: bound, in: tx) }
    }
}
