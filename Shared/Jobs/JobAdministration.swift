package import Core
package import Database

/// The queue as its operators use it.
package struct JobAdministration: Sendable {
    let database: any Database
    private let clock: any WallClock
    private let wake: @Sendable () -> Void

    /// `wake` is the runner's.
    package init(database: any Database, clock: any WallClock, wake: @escaping @Sendable () -> Void) {
        self.database = database
        self.clock = clock
        self.wake = wake
    }

    /// By id, newest first, which is the order they were enqueued in.
    package func list(
        state: JobState? = nil, kind: String? = nil, before id: ID? = nil, limit: Int = 100
    ) async throws -> [Job] {
        var sql: SQL = "SELECT \(constant: Self.columns) FROM jobs WHERE 1 = 1"
        if let state { sql += " AND state = \(.text(state.rawValue))" }
        if let kind { sql += " AND kind = \(.text(kind))" }
        if let id { sql += " AND id < \(.id(id))" }
        sql += " ORDER BY id DESC LIMIT \(.int(limit))"
        let statement = sql
        return try await database.read { try $0.rows(statement, Self.job) }
    }

    /// A job with its failed runs, oldest first.
    package func job(_ id: ID) async throws -> (job: Job, errors: [JobError])? {
        try await database.read { tx in
            guard let job = try tx.first(Self.select, [.id(id)], Self.job) else { return nil }
            let errors = try tx.rows(Self.selectErrors, [.id(id)]) { row in
                JobError(attempt: row.count(0), failedAt: row.time(1), reason: row.text(2))
            }
            return (job, errors)
        }
    }

    /// Jobs by kind and state; for metrics and overviews.
    package func counts() async throws -> [(kind: String, state: JobState, count: Int)] {
        try await database.read { tx in
            try tx.rows(Self.count) { ($0.text(0), JobState(rawValue: $0.text(1)) ?? .ready, $0.count(2)) }
        }
    }

    /// Ends a job that is not finished, or gives a dead one up. A run under way is told within a few seconds, and what it
    /// writes at its end no longer counts. False when there is nothing to cancel.
    package func cancel(_ id: ID) async throws -> Bool {
        let now = clock.now()
        return try await database.write { try $0.changes(Self.cancel, [.id(id), .time(now)]) == 1 }
    }

    /// Runs a scheduled job now.
    package func retry(_ id: ID) async throws -> Bool {
        let now = clock.now()
        return try await change(Self.hurry, [.id(id), .time(now)]) == 1
    }

    /// Starts a dead or cancelled job over, with all its attempts. False when it is neither, or when a live job has its unique
    /// key meanwhile.
    package func redrive(_ id: ID) async throws -> Bool {
        let now = clock.now()
        return try await change(Self.restart, [.id(id), .time(now)]) == 1
    }

    /// Starts the dead jobs of a kind over, at most `limit`, the newest first; returns how many. Of several with one unique key
    /// one starts.
    package func redriveDead(kind: String, limit: Int = 10_000) async throws -> Int {
        let now = clock.now()
        return try await database.write { tx in
            tx.afterCommit(wake)
            let dead = try tx.rows(Self.selectDead, [.text(kind), .int(limit)]) { $0.id(0) }
            return try dead.reduce(0) { try $0 + tx.changes(Self.restart, [.id($1), .time(now)]) }
        }
    }

    private func change(_ statement: Statement, _ values: [SQLValue]) async throws -> Int {
        try await database.write { tx in
            tx.afterCommit(wake)
            return try tx.changes(statement, values)
        }
    }

    private static func job(_ row: Row) -> Job {
        Job(
            id: row.id(0), kind: row.text(1), payload: row.bytes(2), priority: row.count(3), uniqueKey: row.textOrNil(4),
            state: JobState(rawValue: row.text(5)) ?? .dead, attempt: row.count(6), crashes: row.count(7), createdAt: row.time(8),
            runAt: row.time(9), finishedAt: row.timeOrNil(10), worker: row.textOrNil(11), reason: row.textOrNil(12))
    }

    private static let columns: StaticString = """
        id, kind, payload, priority, unique_key, state, attempt, crashes, created_at, run_at, finished_at, worker, reason
        """
    private static let select: Statement = "SELECT \(constant: columns) FROM jobs WHERE id = $1"
    private static let selectErrors: Statement = """
        SELECT attempt, failed_at, reason FROM job_errors WHERE job_id = $1 ORDER BY seq
        """
    private static let count: Statement = "SELECT kind, state, count(*) FROM jobs GROUP BY kind, state ORDER BY kind, state"
    private static let cancel: Statement = """
        UPDATE jobs SET state = 'cancelled', finished_at = $2, token = NULL, lease_until = NULL
        WHERE id = $1 AND state IN ('scheduled', 'ready', 'running', 'dead')
        """
    private static let hurry: Statement = "UPDATE jobs SET state = 'ready', run_at = $2 WHERE id = $1 AND state = 'scheduled'"
    private static let restart: Statement = """
        UPDATE jobs SET state = 'ready', run_at = $2, attempt = 0, crashes = 0, finished_at = NULL, reason = NULL, worker = NULL
        WHERE id = $1 AND state IN ('dead', 'cancelled') AND NOT EXISTS (
            SELECT 1 FROM jobs live WHERE live.unique_key = jobs.unique_key AND live.state IN ('scheduled', 'ready', 'running'))
        """
    private static let selectDead: Statement = """
        SELECT id FROM jobs WHERE kind = $1 AND state = 'dead' ORDER BY id DESC LIMIT $2
        """
}
