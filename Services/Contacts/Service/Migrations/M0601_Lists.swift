import Database

enum M0601_Lists {
    /// Each filter of the list of customers is a range of an index in each of its orders: by owner (the queue is that of no owner),
    /// by unit, by the queue of a unit, by kind. Two indexes of before had owned rows alone and are made for all.
    static let migration = Migration(
        "contacts-0601-lists",
        [
            "DROP INDEX accounts_owner_id_name_key_idx",
            "CREATE INDEX accounts_owner_name_key_idx ON accounts (owner_id, name_key, id)",
            "CREATE INDEX accounts_owner_last_order_at_idx ON accounts (owner_id, last_order_at, id)",
            "CREATE INDEX accounts_owner_created_at_idx ON accounts (owner_id, created_at, id)",
            "CREATE INDEX accounts_owner_changed_at_idx ON accounts (owner_id, changed_at, id)",
            "DROP INDEX accounts_changed_at_id_idx",
            "CREATE INDEX accounts_changed_at_idx ON accounts (changed_at, id)",
            "CREATE INDEX accounts_unit_changed_at_idx ON accounts (unit_id, changed_at, id)",
            "CREATE INDEX accounts_queue_name_key_idx ON accounts (unit_id, name_key, id) WHERE owner_id IS NULL",
            "CREATE INDEX accounts_queue_created_at_idx ON accounts (unit_id, created_at, id) WHERE owner_id IS NULL",
            "CREATE INDEX accounts_kind_name_key_idx ON accounts (kind, name_key, id)",
            "CREATE INDEX accounts_kind_last_order_at_idx ON accounts (kind, last_order_at, id)",
            "CREATE INDEX accounts_kind_created_at_idx ON accounts (kind, created_at, id)",
            "CREATE INDEX accounts_kind_changed_at_idx ON accounts (kind, changed_at, id)",
        ])
}
