package import Database

/// The job tables, in every service's own schema.
package enum JobMigrations {
    package static let all: [Migration] = [
        Migration(
            "jobs-0001",
            [
                """
                CREATE TABLE jobs (
                    id \(.uuid) PRIMARY KEY, kind \(.text) NOT NULL, payload \(.bytes) NOT NULL, priority \(.bigint) NOT NULL,
                    unique_key \(.text), created_at \(.timestamp) NOT NULL, run_at \(.timestamp) NOT NULL, state \(.text) NOT NULL,
                    attempt \(.bigint) NOT NULL, crashes \(.bigint) NOT NULL, token \(.uuid), worker \(.text),
                    lease_until \(.timestamp), finished_at \(.timestamp), reason \(.text)
                ) \(.strict)
                """,
                """
                CREATE UNIQUE INDEX jobs_unique_key_key ON jobs (unique_key)
                WHERE unique_key IS NOT NULL AND state IN ('scheduled', 'ready', 'running')
                """,
                "CREATE INDEX jobs_ready_idx ON jobs (kind, priority, run_at, id) WHERE state = 'ready'",
                "CREATE INDEX jobs_scheduled_idx ON jobs (run_at) WHERE state = 'scheduled'",
                "CREATE INDEX jobs_running_idx ON jobs (lease_until) WHERE state = 'running'",
                "CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE state IN ('done', 'dead', 'cancelled')",
                """
                CREATE TABLE job_errors (
                    seq \(.serial), job_id \(.uuid) NOT NULL, attempt \(.bigint) NOT NULL, failed_at \(.timestamp) NOT NULL,
                    reason \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX job_errors_job_id_idx ON job_errors (job_id, seq)",
                """
                CREATE TABLE schedule_ticks (
                    schedule \(.text) NOT NULL, tick \(.bigint) NOT NULL, PRIMARY KEY (schedule, tick)
                ) \(.strict)
                """,
            ]),
        // Dead jobs are few among the done ones, and are what operators look for.
        Migration("jobs-0002", ["CREATE INDEX jobs_dead_idx ON jobs (kind, id) WHERE state = 'dead'"]),
    ]
}
