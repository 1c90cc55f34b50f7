import Database

enum M0501Notices {
    static let migration = Migration(
        "gateway-0501-notices",
        [
            """
            CREATE TABLE notices (
                id \(.uuid) PRIMARY KEY, receiver \(.text) NOT NULL, except_id \(.uuid), kind \(.text) NOT NULL,
                subject \(.text) NOT NULL, data \(.text) NOT NULL, times \(.bigint) NOT NULL, at \(.timestamp) NOT NULL,
                settled_at \(.timestamp)
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX notices_receiver_kind_subject_key ON notices (receiver, kind, subject)",
            "CREATE INDEX notices_receiver_idx ON notices (receiver, id)",
            "CREATE INDEX notices_subject_idx ON notices (kind, subject)",
            """
            CREATE TABLE notice_reads (
                user_id \(.uuid) NOT NULL REFERENCES users (id), notice_id \(.uuid) NOT NULL, PRIMARY KEY (user_id, notice_id)
            ) \(.strict)
            """,
            "CREATE INDEX notice_reads_notice_id_idx ON notice_reads (notice_id)",
            """
            CREATE TABLE notice_marks (
                user_id \(.uuid) PRIMARY KEY REFERENCES users (id), until_id \(.uuid) NOT NULL
            ) \(.strict)
            """,
        ])
}
