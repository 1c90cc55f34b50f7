import Database

enum M0001People {
    static let migration = Migration(
        "gateway-0001-people",
        [
            """
            CREATE TABLE users (
                id \(.uuid) PRIMARY KEY, login_key \(.text) NOT NULL, login \(.text) NOT NULL, name \(.text) NOT NULL,
                password_hash \(.text) NOT NULL, scopes \(.text) NOT NULL, language \(.text) NOT NULL,
                created_at \(.timestamp) NOT NULL, CONSTRAINT users_login_key_key UNIQUE (login_key)
            ) \(.strict)
            """,
            """
            CREATE TABLE sessions (
                digest \(.bytes) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id), form_token \(.text) NOT NULL,
                language \(.text) NOT NULL, created_at \(.timestamp) NOT NULL, seen_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE access_tokens (
                id \(.uuid) PRIMARY KEY, digest \(.bytes) NOT NULL, name \(.text) NOT NULL, scopes \(.text) NOT NULL,
                sources \(.text) NOT NULL, created_at \(.timestamp) NOT NULL, expires_at \(.timestamp), revoked_at \(.timestamp),
                CONSTRAINT access_tokens_digest_key UNIQUE (digest)
            ) \(.strict)
            """,
            "CREATE TABLE sign_in_failures (subject \(.text) NOT NULL, failed_at \(.timestamp) NOT NULL) \(.strict)",
            "CREATE INDEX sign_in_failures_subject_idx ON sign_in_failures (subject, failed_at)",
            "CREATE INDEX sign_in_failures_failed_at_idx ON sign_in_failures (failed_at)",
            "CREATE INDEX sessions_seen_at_idx ON sessions (seen_at)",
        ])
}
