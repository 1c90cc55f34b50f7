import Database

enum M0203Directory {
    static let migration = Migration(
        "gateway-0203-directory",
        [
            // What a directory says of a user beside what every user has. Who was deleted there is inactive here and hidden from it.
            """
            CREATE TABLE directory_users (
                user_id \(.uuid) PRIMARY KEY REFERENCES users (id), external_id \(.text), given_name \(.text), family_name \(.text),
                is_deleted \(.bool) NOT NULL, version \(.bigint) NOT NULL, changed_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX directory_users_external_id_key ON directory_users (external_id)",
        ])
}
