import Core
import Database
import Events
import Jobs
import Observability

/// Removes finished jobs and the ids of applied events once they are older than their settings say.
enum Retention {
    private static let hour = 3600

    static func loop(
        consumer: ServiceConsumer, runner: JobRunner, settings: Settings, clock: any WallClock, logger: Logger
    ) throws -> @Sendable () async throws -> Void {
        let jobDays = try settings.integer(RuntimeSettings.jobDays)
        let inboxDays = try settings.integer(RuntimeSettings.inboxDays)
        return {
            while true {
                do {
                    try await runner.purge(before: clock.now().adding(days: -jobDays))
                    try await consumer.purge(before: clock.now().adding(days: -inboxDays))
                } catch let error as DatabaseError {
                    logger.warning("Old jobs and event ids could not be removed now", ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(hour))
            }
        }
    }
}
