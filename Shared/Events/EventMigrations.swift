package import Database

/// The tables of outbox, inbox, offsets and parked events, in every service's own schema.
package enum EventMigrations {
    package static let all: [Migration] = [
        Migration(
            "events-0001",
            [
                """
                CREATE TABLE outbox (
                    seq \(.serial), topic \(.text) NOT NULL, record_key \(.text), headers \(.bytes) NOT NULL,
                    value \(.bytes) NOT NULL, created_at \(.timestamp) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE outbox_parked (
                    seq \(.bigint) PRIMARY KEY, topic \(.text) NOT NULL, record_key \(.text), headers \(.bytes) NOT NULL,
                    value \(.bytes) NOT NULL, created_at \(.timestamp) NOT NULL, reason \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX outbox_parked_key_idx ON outbox_parked (topic, record_key)",
                "CREATE TABLE relay_lease (id \(.bigint) PRIMARY KEY, holder \(.text) NOT NULL, expires_at \(.timestamp) NOT NULL) \(.strict)",
                """
                CREATE TABLE inbox (
                    source \(.text) NOT NULL, event_id \(.text) NOT NULL, received_at \(.timestamp) NOT NULL,
                    PRIMARY KEY (source, event_id)
                ) \(.strict)
                """,
                "CREATE INDEX inbox_received_at_idx ON inbox (received_at)",
                """
                CREATE TABLE consumer_offsets (
                    topic \(.text) NOT NULL, partition_id \(.bigint) NOT NULL, next_offset \(.bigint) NOT NULL,
                    epoch \(.bigint) NOT NULL, PRIMARY KEY (topic, partition_id)
                ) \(.strict)
                """,
                """
                CREATE TABLE parked_events (
                    seq \(.serial), topic \(.text) NOT NULL, record_key \(.text) NOT NULL, headers \(.bytes) NOT NULL,
                    value \(.bytes) NOT NULL, parked_at \(.timestamp) NOT NULL, attempts \(.bigint) NOT NULL,
                    next_attempt_at \(.timestamp) NOT NULL, reason \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX parked_events_key_idx ON parked_events (record_key, topic, seq)",
                "CREATE INDEX parked_events_due_idx ON parked_events (next_attempt_at, seq)",
            ])
    ]
}
