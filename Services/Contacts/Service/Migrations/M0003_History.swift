import Database

enum M0003_History {
    static let migration = Migration(
        "contacts-0003-history",
        [
            """
            CREATE TABLE event_log (
                seq \(.serial), event_id \(.text) NOT NULL, source \(.text) NOT NULL, type \(.text) NOT NULL,
                event_key \(.text) NOT NULL, time \(.timestamp) NOT NULL, received_at \(.timestamp) NOT NULL,
                account_id \(.uuid), order_id \(.uuid), data \(.bytes) NOT NULL,
                UNIQUE (source, event_id)
            ) \(.strict)
            """,
            "CREATE INDEX event_log_account_id_idx ON event_log (account_id, seq) WHERE account_id IS NOT NULL",
            "CREATE INDEX event_log_order_id_idx ON event_log (order_id, seq) WHERE account_id IS NULL",
            // Made from event_log alone; may be dropped and rebuilt.
            """
            CREATE TABLE timeline_entries (
                account_id \(.uuid) NOT NULL, at \(.timestamp) NOT NULL, seq \(.bigint) NOT NULL, kind \(.text) NOT NULL,
                source \(.text) NOT NULL, actor \(.text) NOT NULL, event_id \(.text) NOT NULL, time \(.timestamp) NOT NULL,
                data \(.json) NOT NULL,
                PRIMARY KEY (account_id, at, seq)
            ) \(.strict)
            """,
        ])
}
