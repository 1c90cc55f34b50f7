import Database

enum M0008_Owners {
    static let migration = Migration(
        "contacts-0008-owners",
        [
            // Rows are only added; the newest says where the account belongs now. Names are those of the moment.
            """
            CREATE TABLE account_owners (
                account_id \(.uuid) NOT NULL, version \(.bigint) NOT NULL, owner_id \(.uuid), owner_name \(.text),
                unit_id \(.uuid) NOT NULL, unit_name \(.text), from_at \(.timestamp) NOT NULL, way \(.text) NOT NULL,
                reason \(.text), by_kind \(.text) NOT NULL, by_id \(.text) NOT NULL, by_name \(.text) NOT NULL,
                reassignment_id \(.uuid),
                PRIMARY KEY (account_id, version)
            ) \(.strict)
            """,
            """
            INSERT INTO account_owners (account_id, version, owner_id, unit_id, from_at, way, by_kind, by_id, by_name)
            SELECT id, 0, owner_id, unit_id, created_at, 'intake', 'service', 'contacts', 'contacts' FROM accounts
            """,
            // Whose nothing has happened with for long.
            "CREATE INDEX accounts_changed_at_id_idx ON accounts (changed_at, id) WHERE owner_id IS NOT NULL",
            // One row: the list is read and written whole.
            """
            CREATE TABLE queue_rules (
                id \(.bigint) PRIMARY KEY, version \(.bigint) NOT NULL, rules \(.json) NOT NULL
            ) \(.strict)
            """,
            "INSERT INTO queue_rules (id, version, rules) VALUES (1, 0, '{\"rules\":[]}')",
            // Users who left and still own, units that were closed and still have a queue; since says when it was seen first.
            """
            CREATE TABLE ownership_faults (
                principal_id \(.uuid) NOT NULL, fault \(.text) NOT NULL, accounts \(.bigint) NOT NULL,
                since \(.timestamp) NOT NULL, seen_at \(.timestamp) NOT NULL,
                PRIMARY KEY (principal_id, fault)
            ) \(.strict)
            """,
        ])
}
