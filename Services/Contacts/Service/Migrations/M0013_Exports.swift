import Database

enum M0013_Exports {
    static let migration = Migration(
        "contacts-0013-exports",
        [
            // Who took what along; rows are never removed. asker is the user's id, or that of a token that belongs to nobody.
            """
            CREATE TABLE exports (
                id \(.uuid) NOT NULL PRIMARY KEY, asker \(.text) NOT NULL, by_actor \(.json) NOT NULL, user_id \(.uuid),
                content \(.json) NOT NULL, after_id \(.uuid), leaving \(.bigint) NOT NULL, seen \(.bigint) NOT NULL,
                row_count \(.bigint) NOT NULL, state \(.text) NOT NULL, began_at \(.timestamp) NOT NULL, ended_at \(.timestamp),
                request_id \(.uuid)
            ) \(.strict)
            """,
            "CREATE INDEX exports_asker_idx ON exports (asker, id)",
            """
            CREATE TABLE export_requests (
                id \(.uuid) NOT NULL PRIMARY KEY, requester_id \(.uuid) NOT NULL, requester_name \(.text) NOT NULL,
                content \(.json) NOT NULL, reason \(.text) NOT NULL, leaving \(.bigint) NOT NULL, seen \(.bigint) NOT NULL,
                state \(.text) NOT NULL, created_at \(.timestamp) NOT NULL, answered_at \(.timestamp), answered_by \(.json),
                answer \(.text), until_at \(.timestamp)
            ) \(.strict)
            """,
            "CREATE INDEX export_requests_requester_id_idx ON export_requests (requester_id, id)",
            "CREATE INDEX export_requests_state_idx ON export_requests (state, id)",
        ])
}
