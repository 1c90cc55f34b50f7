import Database

enum M0007_Rights {
    static let migration = Migration(
        "contacts-0007-rights",
        [
            // What stands in for a name may be held back, so it is no key to sort by: accounts without a name stand at the end.
            "UPDATE accounts SET name_key = '\u{10ffff}' WHERE NOT is_named",
            // Lists of an owner and of a unit in each order; an owner has few enough to sort them by any other.
            "CREATE INDEX accounts_owner_id_name_key_idx ON accounts (owner_id, name_key, id) WHERE owner_id IS NOT NULL",
            "CREATE INDEX accounts_unit_id_name_key_idx ON accounts (unit_id, name_key, id)",
            "CREATE INDEX accounts_unit_id_last_order_at_idx ON accounts (unit_id, last_order_at, id)",
            "CREATE INDEX accounts_unit_id_created_at_idx ON accounts (unit_id, created_at, id)",
        ] + AccountSearch.nameTables)
}
