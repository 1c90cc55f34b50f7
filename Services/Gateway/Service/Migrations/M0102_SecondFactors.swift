import Database

enum M0102SecondFactors {
    static let migration = Migration(
        "gateway-0102-second-factors",
        [
            """
            CREATE TABLE second_factors (
                user_id \(.uuid) PRIMARY KEY REFERENCES users (id), secret \(.bytes), confirmed_at \(.timestamp),
                last_step \(.bigint) NOT NULL, wanted \(.bytes), wanted_at \(.timestamp)
            ) \(.strict)
            """,
            """
            CREATE TABLE recovery_codes (
                user_id \(.uuid) NOT NULL REFERENCES users (id), digest \(.bytes) NOT NULL, PRIMARY KEY (user_id, digest)
            ) \(.strict)
            """,
            """
            CREATE TABLE pending_sign_ins (
                digest \(.bytes) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id), stage \(.text) NOT NULL,
                language \(.text) NOT NULL, created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX pending_sign_ins_user_id_idx ON pending_sign_ins (user_id)",
            "CREATE INDEX pending_sign_ins_created_at_idx ON pending_sign_ins (created_at)",
        ])
}
