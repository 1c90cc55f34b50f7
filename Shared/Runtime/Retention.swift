import Audit
import Core
import Database
import Events
import Jobs
import Observability

/// Removes finished jobs, the ids of applied events and lines of the audit once they are older than their settings say.
enum Retention {
    private static let hour = 3600

    static func loop(
        consumer: ServiceConsumer, runner: JobRunner, audit: AuditRetention, settings: Settings, clock: any WallClock,
        logger: Logger
    ) throws -> @Sendable () async throws -> Void {
        let jobDays = try settings.integer(RuntimeSettings.jobDays)
        let inboxDays = try settings.integer(RuntimeSettings.inboxDays)
        let auditDays = try settings.integer(AuditRetention.days)
        return {
            while true {
                do {
                    try await runner.purge(before: clock.now().adding(days: -jobDays))
                    try await consumer.purge(before: clock.now().adding(days: -inboxDays))
                    if auditDays > 0 { try await audit.remove(before: clock.now().adding(days: -auditDays)) }
                } catch let error as DatabaseError {
                    logger.warning("Old jobs, event ids or audit lines could not be removed now", ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(hour))
            }
        }
    }
}
