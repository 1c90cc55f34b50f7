import Database

enum M0103PasswordResets {
    static let migration = Migration(
        "gateway-0103-password-resets",
        [
            """
            CREATE TABLE password_resets (
                digest \(.bytes) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id), created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX password_resets_user_id_idx ON password_resets (user_id)",
            // Browsers that people signed in with, by the digest of a cookie that says nothing else.
            """
            CREATE TABLE known_browsers (
                user_id \(.uuid) NOT NULL REFERENCES users (id), digest \(.bytes) NOT NULL, seen_at \(.timestamp) NOT NULL,
                PRIMARY KEY (user_id, digest)
            ) \(.strict)
            """,
            """
            CREATE TABLE security_notices (
                user_id \(.uuid) NOT NULL REFERENCES users (id), kind \(.text) NOT NULL, noted_at \(.timestamp) NOT NULL,
                PRIMARY KEY (user_id, kind)
            ) \(.strict)
            """,
        ])
}
