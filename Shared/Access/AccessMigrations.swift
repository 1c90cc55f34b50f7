package import Database

/// What every service keeps to decide about rights: the organization, and whose its records are.
package enum AccessMigrations {
    package static let all: [Migration] = [
        Migration(
            "access-0001",
            [
                // low and high number the tree: a unit is below another when its low lies between the other's.
                """
                CREATE TABLE known_units (
                    unit_id \(.uuid) PRIMARY KEY, parent_id \(.uuid), name \(.text) NOT NULL, manager_id \(.uuid),
                    is_active \(.bool) NOT NULL, version \(.bigint) NOT NULL, low \(.bigint) NOT NULL, high \(.bigint) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX known_units_low_idx ON known_units (low)",
                """
                CREATE TABLE known_users (
                    user_id \(.uuid) PRIMARY KEY, name \(.text) NOT NULL, unit_id \(.uuid) NOT NULL, is_active \(.bool) NOT NULL,
                    version \(.bigint) NOT NULL
                ) \(.strict)
                """,
                // Rises with every change of the units, so that a tree in memory knows whether it is the newest.
                "CREATE TABLE known_tree (id \(.bigint) PRIMARY KEY, version \(.bigint) NOT NULL) \(.strict)",
                "INSERT INTO known_tree (id, version) VALUES (1, 0)",
                // Of accounts, as contacts told it; in contacts itself the accounts have these columns.
                """
                CREATE TABLE record_access (
                    record_id \(.uuid) PRIMARY KEY, owner_id \(.uuid), unit_id \(.uuid) NOT NULL, version \(.bigint) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX record_access_owner_id_idx ON record_access (owner_id) WHERE owner_id IS NOT NULL",
                "CREATE INDEX record_access_unit_id_idx ON record_access (unit_id)",
                """
                CREATE TABLE record_shares (
                    record_id \(.uuid) NOT NULL, principal_id \(.uuid) NOT NULL, may_change \(.bool) NOT NULL,
                    from_at \(.timestamp) NOT NULL, until_at \(.timestamp) NOT NULL,
                    PRIMARY KEY (record_id, principal_id, from_at)
                ) \(.strict)
                """,
                "CREATE INDEX record_shares_principal_id_idx ON record_shares (principal_id, record_id)",
            ])
    ]
}
