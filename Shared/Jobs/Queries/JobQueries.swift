import Database

/// The statements of the queue's hot paths. One text serves both engines: SQLite has one writer, so there the row locks that
/// keep two runners apart are empty.
enum JobQueries {
    /// Whether a pass has anything to do; $1 now.
    static let pending: Statement = """
        SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'ready')
            OR EXISTS (SELECT 1 FROM jobs WHERE state = 'scheduled' AND run_at <= $1)
            OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lease_until < $1)
        """

    /// Makes ready what has become due; $1 now.
    static let promote: Statement = """
        WITH due AS MATERIALIZED (
            SELECT id FROM jobs WHERE state = 'scheduled' AND run_at <= $1 ORDER BY run_at LIMIT 1000 \(.forUpdateSkipLocked))
        UPDATE jobs SET state = 'ready' WHERE id IN (SELECT id FROM due)
        """

    /// Leases the next jobs of a kind: $1 kind, $2 how many, $3 token, $4 worker, $5 lease end.
    static let claim: Statement = """
        WITH due AS MATERIALIZED (
            SELECT id FROM jobs WHERE kind = $1 AND state = 'ready' ORDER BY priority, run_at, id LIMIT $2
            \(.forUpdateSkipLocked))
        UPDATE jobs SET state = 'running', token = $3, worker = $4, lease_until = $5, attempt = attempt + 1
        WHERE id IN (SELECT id FROM due) RETURNING id, payload, attempt, priority, run_at
        """

    /// Runs whose lease ended; $1 now.
    static let expired: Statement = """
        SELECT id, kind, attempt, crashes, worker FROM jobs WHERE state = 'running' AND lease_until < $1
        ORDER BY lease_until LIMIT 100 \(.forUpdateSkipLocked)
        """

    /// $1 id, $2 crashes.
    static let rescue: Statement = """
        UPDATE jobs SET state = 'ready', crashes = $2, token = NULL, worker = NULL, lease_until = NULL WHERE id = $1
        """

    /// Ends a job that nobody runs: $1 id, $2 now, $3 reason, $4 crashes.
    static let bury: Statement = """
        UPDATE jobs SET state = 'dead', finished_at = $2, reason = $3, crashes = $4, token = NULL, worker = NULL,
            lease_until = NULL WHERE id = $1
        """

    /// Every end of a run is guarded by its token: $1 id, $2 token.
    /// $3 now.
    static let complete: Statement = """
        UPDATE jobs SET state = 'done', finished_at = $3, token = NULL, lease_until = NULL
        WHERE id = $1 AND token = $2 AND state = 'running'
        """

    /// $3 now, $4 reason.
    static let fail: Statement = """
        UPDATE jobs SET state = 'dead', finished_at = $3, reason = $4, token = NULL, lease_until = NULL
        WHERE id = $1 AND token = $2 AND state = 'running'
        """

    /// $3 when to run again, $4 what to take off the attempts.
    static let postpone: Statement = """
        UPDATE jobs SET state = 'scheduled', run_at = $3, attempt = attempt - $4, token = NULL, worker = NULL, lease_until = NULL
        WHERE id = $1 AND token = $2 AND state = 'running'
        """

    /// Gives an interrupted run back as if it had not begun.
    static let giveBack: Statement = """
        UPDATE jobs SET state = 'ready', attempt = attempt - 1, token = NULL, worker = NULL, lease_until = NULL
        WHERE id = $1 AND token = $2 AND state = 'running'
        """

    /// $1 job, $2 attempt, $3 now, $4 reason.
    static let note: Statement = "INSERT INTO job_errors (job_id, attempt, failed_at, reason) VALUES ($1, $2, $3, $4)"

    static let addTick: Statement = "INSERT INTO schedule_ticks (schedule, tick) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    static let dropTicks: Statement = "DELETE FROM schedule_ticks WHERE schedule = $1 AND tick < $2"
}
