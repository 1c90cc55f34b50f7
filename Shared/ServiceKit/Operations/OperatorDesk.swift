package import Core
package import Database
import Events
import Jobs

/// What operators read and do in one service. What they set in motion is found by the runner and the consumer by themselves, within
/// a second.
package struct OperatorDesk: Sendable {
    /// Seconds a check may take; less than whoever asks for the status waits.
    private static let patience = 2.0

    let service: String
    private let database: any Database
    private let clock: any WallClock
    private let checks: [String: ServiceModule.Check]
    private let since: Timestamp
    let jobs: JobAdministration
    let parked: ParkedEvents

    /// `database` is that of the audit, so that each change brings its line. `checks` are the service's own.
    package init(
        service: String, database: any Database, clock: any WallClock, checks: [String: ServiceModule.Check]
    ) {
        (self.service, self.database, self.clock, self.checks) = (service, database, clock, checks)
        since = clock.now()
        jobs = JobAdministration(database: database, clock: clock, wake: {})
        parked = ParkedEvents(database: database, clock: clock)
    }

    func status() async throws -> ServiceStatus {
        let now = clock.now()
        async let failures = HealthRoutes.failures(of: checks, patience: Self.patience)
        let outbox = try await OutboxBacklog.read(database)
        let counts = try await jobs.overview(finishedAfter: now.adding(days: -1))
        return ServiceStatus(
            service: service, asOf: now, since: since, failures: await failures, outbox: Int64(outbox.waiting),
            outboxSince: outbox.oldest, refused: Int64(outbox.refused), parked: Int64(try await parked.count()),
            parkedSince: try await parked.list(limit: 1).first?.parkedAt, dueSince: try await jobs.oldestDue(),
            jobs: counts.map { JobCountResource($0) }, troubles: try await jobs.troubles().map { JobTroubleResource($0) })
    }

    /// Throws `notFound`.
    func job(_ id: ID, withPayload: Bool) async throws -> JobResource {
        guard let (job, errors) = try await jobs.job(id) else {
            throw Refusal(.notFound, "not-found", "There is no such job here; done ones are removed in time.")
        }
        return JobResource(job, of: service, errors: errors, payload: withPayload ? ShownPayload.of(job.payload) : nil)
    }
}
