import Database
import Jobs
import Observability
import ServiceKit
import TestKit

@testable import Gateway

extension TestGateway {
    /// Runs what is due, until nothing is left of it.
    func runJobs() async throws {
        let runner = JobRunner(
            database: database, handlers: module.jobs, schedules: [], clock: clock, logger: .silent, metrics: Metrics(),
            worker: "test")
        try await during([{ try await runner.run() }]) {
            try await eventually("all jobs are done") {
                try await database.read { tx in
                    try tx.first(SQL("SELECT count(*) FROM jobs WHERE state IN ('ready', 'running')")) { $0.int(0) } == 0
                }
            }
        }
    }
}
