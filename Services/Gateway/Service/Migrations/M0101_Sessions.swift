import Database

enum M0101Sessions {
    /// Ends the sessions of before, which do not say from where they are: people sign in once more.
    static let migration = Migration(
        "gateway-0101-sessions",
        [
            "DROP TABLE sessions",
            """
            CREATE TABLE sessions (
                id \(.uuid) PRIMARY KEY, digest \(.bytes) NOT NULL, user_id \(.uuid) NOT NULL REFERENCES users (id),
                form_token \(.text) NOT NULL, language \(.text) NOT NULL, address \(.text) NOT NULL, agent \(.text) NOT NULL,
                created_at \(.timestamp) NOT NULL, seen_at \(.timestamp) NOT NULL, proved_at \(.timestamp) NOT NULL,
                CONSTRAINT sessions_digest_key UNIQUE (digest)
            ) \(.strict)
            """,
            "CREATE INDEX sessions_user_idx ON sessions (user_id, seen_at)",
            "CREATE INDEX sessions_seen_at_idx ON sessions (seen_at)",
        ])
}
