package import Database

/// The tables of a service whose changes can be followed.
package enum ChangeMigrations {
    /// A step of the service's own, of this name.
    package static func tables(_ name: String) -> Migration {
        Migration(
            name,
            [
                // Sequences are handed out before the commit, so on PostgreSQL a change has its transaction beside: what is below the
                // oldest one under way is complete.
                """
                CREATE TABLE changes (
                    seq \(.serial), tx \(.bigint) NOT NULL DEFAULT 0, at \(.timestamp) NOT NULL, type \(.text) NOT NULL,
                    record_id \(.uuid) NOT NULL, account_id \(.uuid), part \(.text), version \(.bigint), actor \(.text),
                    is_open \(.bool) NOT NULL, before \(.json)
                ) \(.strict)
                """,
                Statement(
                    postgres:
                        "ALTER TABLE changes ALTER COLUMN tx SET DEFAULT CAST(CAST(pg_current_xact_id() AS text) AS bigint)",
                    sqlite: ""),
                "CREATE INDEX changes_tx_seq_idx ON changes (tx, seq)",
                // One row: what positions are sealed with, where the oldest changes were cut off, and until when shares were followed.
                """
                CREATE TABLE change_feed (
                    id \(.bigint) PRIMARY KEY, secret \(.bytes) NOT NULL, cut_tx \(.bigint) NOT NULL, cut_seq \(.bigint) NOT NULL,
                    passed_at \(.timestamp)
                ) \(.strict)
                """,
                "CREATE INDEX record_shares_until_at_idx ON record_shares (until_at)",
                "CREATE INDEX record_shares_from_at_idx ON record_shares (from_at)",
            ])
    }
}
