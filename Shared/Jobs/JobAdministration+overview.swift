package import Core
import Database

/// How many jobs of a kind stand where.
package struct JobCount: Sendable, Hashable {
    package let kind: String
    package let state: JobState
    package let count: Int

    package init(kind: String, state: JobState, count: Int) {
        (self.kind, self.state, self.count) = (kind, state, count)
    }
}

/// Jobs of one kind that failed: those that are tried again (`scheduled`), or those that are given up (`dead`).
package struct JobTrouble: Sendable, Hashable {
    package let kind: String
    package let state: JobState
    package let count: Int
    /// Since when the oldest of them waits; of dead ones, when the first died.
    package let since: Timestamp
    /// Why the newest of them failed last.
    package let reason: String

    package init(kind: String, state: JobState, count: Int, since: Timestamp, reason: String) {
        (self.kind, self.state, self.count, self.since, self.reason) = (kind, state, count, since, reason)
    }
}

extension JobAdministration {
    /// What waits, runs and is dead, and what ended after `time`: read by indexes, however many done jobs are kept.
    package func overview(finishedAfter time: Timestamp) async throws -> [JobCount] {
        try await database.read { tx in
            let open = try tx.rows(Self.countOpen, [], Self.counted)
            let ended = try tx.rows(Self.countEnded, [.time(time)], Self.counted)
            return (open + ended).sorted { ($0.kind, $0.state.rawValue) < ($1.kind, $1.state.rawValue) }
        }
    }

    /// When the job that is due longest was due; `nil` when none waits for a worker.
    package func oldestDue() async throws -> Timestamp? {
        try await database.read { try $0.first(Self.selectDue) { $0.timeOrNil(0) } ?? nil }
    }

    /// What failed and is not settled, by kind.
    package func troubles() async throws -> [JobTrouble] {
        try await database.read { tx in
            let retried = try tx.rows(Self.countRetried, [], Self.trouble(.scheduled))
            let dead = try tx.rows(Self.countDead, [], Self.trouble(.dead))
            return try (retried + dead).map { trouble in
                let select = trouble.state == .dead ? Self.reasonOfDead : Self.reasonOfRetried
                return JobTrouble(
                    kind: trouble.kind, state: trouble.state, count: trouble.count, since: trouble.since,
                    reason: try tx.first(select, [.text(trouble.kind)]) { $0.textOrNil(0) ?? "" } ?? "")
            }
        }
    }

    private static func counted(_ row: Row) -> JobCount {
        JobCount(kind: row.text(0), state: JobState(rawValue: row.text(1)) ?? .ready, count: row.count(2))
    }

    private static func trouble(_ state: JobState) -> (Row) -> JobTrouble {
        { row in JobTrouble(kind: row.text(0), state: state, count: row.count(1), since: row.time(2), reason: "") }
    }

    // Each part says the condition of its partial index word for word, as SQLite wants it.
    private static let countOpen: Statement = """
        SELECT kind, 'ready', count(*) FROM jobs WHERE state = 'ready' GROUP BY kind
        UNION ALL SELECT kind, 'scheduled', count(*) FROM jobs WHERE state = 'scheduled' GROUP BY kind
        UNION ALL SELECT kind, 'running', count(*) FROM jobs WHERE state = 'running' GROUP BY kind
        UNION ALL SELECT kind, 'dead', count(*) FROM jobs WHERE state = 'dead' GROUP BY kind
        """
    private static let countEnded: Statement = """
        SELECT kind, state, count(*) FROM jobs
        WHERE state IN ('done', 'dead', 'cancelled') AND finished_at > $1 AND state <> 'dead' GROUP BY kind, state
        """
    private static let selectDue: Statement = "SELECT min(run_at) FROM jobs WHERE state = 'ready'"
    private static let countRetried: Statement = """
        SELECT kind, count(*), min(created_at) FROM (
            SELECT kind, created_at FROM jobs WHERE state = 'scheduled' AND attempt > 0
            UNION ALL SELECT kind, created_at FROM jobs WHERE state = 'ready' AND attempt > 0) waiting
        GROUP BY kind ORDER BY kind
        """
    private static let countDead: Statement = """
        SELECT kind, count(*), min(finished_at) FROM jobs WHERE state = 'dead' GROUP BY kind ORDER BY kind
        """
    private static let reasonOfDead: Statement = """
        SELECT reason FROM jobs WHERE state = 'dead' AND kind = $1 ORDER BY id DESC LIMIT 1
        """
    private static let reasonOfRetried: Statement = """
        SELECT reason FROM job_errors WHERE job_id = (
            SELECT id FROM (
                SELECT id, kind FROM jobs WHERE state = 'scheduled' AND attempt > 0
                UNION ALL SELECT id, kind FROM jobs WHERE state = 'ready' AND attempt > 0) waiting
            WHERE kind = $1 ORDER BY id DESC LIMIT 1)
        ORDER BY seq DESC LIMIT 1
        """
}
