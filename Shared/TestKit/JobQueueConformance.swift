package import Core
package import Database
package import Jobs
import Observability
import Synchronization

/// A queue on a database, a clock that the test sets, and what ran.
package final class JobQueueConformance: Sendable {
    package let database: any Database
    package let clock: ManualClock
    package let queue: JobQueue
    private let recorded = Mutex<[String]>([])

    package init(_ database: any Database, clock: ManualClock = ManualClock()) {
        self.database = database
        self.clock = clock
        queue = JobQueue(clock: clock, ids: IdentifierSource(clock: clock), wake: {})
    }

    package static let migrations = JobMigrations.all

    package var administration: JobAdministration { JobAdministration(database: database, clock: clock, wake: {}) }

    /// What handlers noted, in order.
    package var notes: [String] { recorded.withLock { $0 } }

    package func note(_ text: String) { recorded.withLock { $0.append(text) } }

    package func runner(
        _ handlers: [JobHandler], schedules: [Schedule] = [], worker: String = "worker", lease: Double = 15, stopAfter: Double = 5
    ) -> JobRunner {
        JobRunner(
            database: database, handlers: handlers, schedules: schedules, clock: clock, logger: .silent, metrics: Metrics(),
            worker: worker, lease: lease, stopAfter: stopAfter)
    }

    /// A handler that notes its payload.
    package func noting(_ kind: String, concurrency: Int = 4) -> JobHandler {
        JobHandler(kind: kind, concurrency: concurrency) { self.note(String(decoding: $0.payload, as: UTF8.self)) }
    }

    @discardableResult
    package func enqueue(
        _ kind: String, _ payload: String = "", inSeconds: Double = 0, priority: Int = 100, uniqueKey: String? = nil
    ) async throws -> ID? {
        let at = clock.now().adding(seconds: inSeconds)
        return try await database.write { [queue] tx in
            try queue.enqueue(kind, payload: Array(payload.utf8), at: at, priority: priority, uniqueKey: uniqueKey, in: tx)
        }
    }

    package func state(_ id: ID?) async throws -> JobState? {
        guard let id else { return nil }
        return try await administration.job(id)?.job.state
    }

    /// Leases a job as a worker that died right after would have; returns the token.
    package func lease(_ id: ID, seconds: Double) async throws {
        let values: [SQLValue] = [.id(id), .time(clock.now().adding(seconds: seconds))]
        try await database.write { try $0.execute(Self.seize, values) }
    }

    private static let seize: Statement = """
        UPDATE jobs SET state = 'running', attempt = attempt + 1, token = id, worker = 'dead', lease_until = $2 WHERE id = $1
        """
}
