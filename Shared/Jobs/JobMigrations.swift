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
                    attempt \(.bigint) NOT NULL, token \(.uuid), worker \(.text), lease_until \(.timestamp),
                    finished_at \(.timestamp), reason \(.text)
                ) \(.strict)
                """,
                "CREATE UNIQUE INDEX jobs_unique_key_key ON jobs (unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running')",
                "CREATE INDEX jobs_due_idx ON jobs (priority, run_at, id) WHERE state = 'ready'",
                "CREATE INDEX jobs_running_idx ON jobs (lease_until) WHERE state = 'running'",
                "CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE state IN ('done', 'dead', 'cancelled')",
                """
                CREATE TABLE job_errors (
                    job_id \(.uuid) NOT NULL, attempt \(.bigint) NOT NULL, failed_at \(.timestamp) NOT NULL, reason \(.text) NOT NULL,
                    PRIMARY KEY (job_id, attempt)
                ) \(.strict)
                """,
                "CREATE TABLE schedule_ticks (schedule \(.text) NOT NULL, tick \(.bigint) NOT NULL, PRIMARY KEY (schedule, tick)) \(.strict)",
            ])
    ]
}
