package import Database

/// Every event that was answered, the bytes it came in, and the keys that sign receipts.
package enum M0002_Intake {
    package static let migration = Migration(
        "orders-0002-intake",
        [
            // `holds`: the event's name is its own. `once_open`: it was not settled by its first answer, so its row may change; all
            // other rows never do, which is why they can be counted once and for all (intake_sums).
            """
            CREATE TABLE intake_events (
                seq \(.bigint) PRIMARY KEY, source \(.text) NOT NULL, event_id \(.text) NOT NULL, type \(.text) NOT NULL,
                door \(.text) NOT NULL, state \(.text) NOT NULL, outcome \(.text) NOT NULL, holds \(.bool) NOT NULL,
                once_open \(.bool) NOT NULL, received_at \(.timestamp) NOT NULL, event_time \(.timestamp),
                content_digest \(.bytes) NOT NULL, data_digest \(.bytes), key_number \(.bigint) NOT NULL, order_id \(.uuid),
                related_seq \(.bigint), record_key \(.text), order_number \(.text), held_name \(.text), code \(.text),
                problem \(.bytes), note \(.text), settled_seq \(.bigint), settled_at \(.timestamp), settled_by \(.text),
                CONSTRAINT intake_events_state_check CHECK (
                    state IN ('accepted', 'waiting', 'rejected', 'superseded', 'discarded', 'duplicate'))
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX intake_events_source_event_id_key ON intake_events (source, event_id) WHERE holds",
            "CREATE INDEX intake_events_opened_idx ON intake_events (source, event_id, content_digest) WHERE once_open",
            "CREATE INDEX intake_events_open_state_idx ON intake_events (state, seq) WHERE once_open",
            "CREATE INDEX intake_events_waiting_idx ON intake_events (source, order_number, seq) WHERE state = 'waiting'",
            """
            CREATE TABLE intake_bodies (
                seq \(.bigint) PRIMARY KEY, form \(.text) NOT NULL, attributes \(.bytes) NOT NULL, body \(.bytes) NOT NULL,
                length \(.bigint) NOT NULL, reply \(.bytes)
            ) \(.strict)
            """,
            """
            CREATE TABLE intake_sums (
                first_seq \(.bigint) PRIMARY KEY, next_seq \(.bigint) NOT NULL, received \(.bigint) NOT NULL,
                accepted \(.bigint) NOT NULL, duplicates \(.bigint) NOT NULL, counted_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            // How many processes were started on this database: each draws its numbers from a slot of its own.
            "CREATE TABLE intake_starts (id \(.bigint) PRIMARY KEY, started \(.bigint) NOT NULL) \(.strict)",
            """
            CREATE TABLE receipt_keys (
                number \(.bigint) PRIMARY KEY, seed \(.bytes) NOT NULL, created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
        ])
}
