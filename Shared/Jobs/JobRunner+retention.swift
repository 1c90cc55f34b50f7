package import Core
import Database

extension JobRunner {
    /// Removes jobs that were done or cancelled before `time`, with their errors, in small transactions. Dead ones stay until
    /// somebody redrives or cancels them.
    package func purge(before time: Timestamp) async throws {
        while try await purgeSome(before: time) > 0 {}
    }

    private func purgeSome(before time: Timestamp) async throws -> Int {
        try await database.write { tx in
            try tx.execute(Self.deleteErrors, [.time(time)])
            return try tx.changes(Self.deleteJobs, [.time(time)])
        }
    }

    private static let deleteErrors: Statement = """
        DELETE FROM job_errors WHERE job_id IN (
            SELECT id FROM jobs WHERE state IN ('done', 'cancelled') AND finished_at < $1 ORDER BY finished_at, id LIMIT 1000)
        """
    private static let deleteJobs: Statement = """
        DELETE FROM jobs WHERE id IN (
            SELECT id FROM jobs WHERE state IN ('done', 'cancelled') AND finished_at < $1 ORDER BY finished_at, id LIMIT 1000)
        """
}
