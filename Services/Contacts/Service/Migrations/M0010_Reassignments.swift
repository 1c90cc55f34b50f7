import Database

enum M0010_Reassignments {
    static let migration = Migration(
        "contacts-0010-reassignments",
        [
            """
            CREATE TABLE reassignments (
                id \(.uuid) NOT NULL PRIMARY KEY, user_id \(.uuid), state \(.text) NOT NULL, request \(.json) NOT NULL,
                by_actor \(.json) NOT NULL, by_subject \(.text) NOT NULL, applied_by \(.json), created_at \(.timestamp) NOT NULL,
                applied_at \(.timestamp), finished_at \(.timestamp), planned \(.bigint) NOT NULL, moved \(.bigint) NOT NULL,
                skipped \(.bigint) NOT NULL, undone \(.bigint) NOT NULL, kept \(.bigint) NOT NULL, left_out \(.json) NOT NULL,
                deactivates \(.bool) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX reassignments_by_subject_idx ON reassignments (by_subject, id)",
            """
            CREATE TABLE reassignment_targets (
                reassignment_id \(.uuid) NOT NULL, slot \(.bigint) NOT NULL, for_unit_id \(.uuid), owner_id \(.uuid),
                unit_id \(.uuid) NOT NULL,
                PRIMARY KEY (reassignment_id, slot)
            ) \(.strict)
            """,
            // position is the order of the accounts' ids. version is the account's after it was moved.
            """
            CREATE TABLE reassignment_items (
                reassignment_id \(.uuid) NOT NULL, position \(.bigint) NOT NULL, account_id \(.uuid) NOT NULL,
                slot \(.bigint) NOT NULL, from_owner_id \(.uuid), from_unit_id \(.uuid) NOT NULL, state \(.text) NOT NULL,
                note \(.text), version \(.bigint) NOT NULL,
                PRIMARY KEY (reassignment_id, position)
            ) \(.strict)
            """,
            "CREATE INDEX reassignment_items_state_idx ON reassignment_items (reassignment_id, state, position)",
            // Of shares that ended as somebody left: with the off-boarding they come back when it is undone.
            "ALTER TABLE account_shares ADD COLUMN ended_for \(.uuid)",
            "CREATE INDEX account_shares_ended_for_idx ON account_shares (ended_for, account_id) WHERE ended_for IS NOT NULL",
            "CREATE INDEX reassignment_items_account_id_idx ON reassignment_items (account_id) WHERE state = 'planned'",
        ])
}
