import Database

enum M0017_Lists {
    /// Lists by owner (the queue is that of no owner), by what changed last and by kind are ranges of an index. Few more, as whatever
    /// an order changes in an account writes to all of them: an owner's few rows are sorted, and other filters are met soon where the
    /// list is read in its own order.
    static let migration = Migration(
        "contacts-0017-lists",
        [
            "DROP INDEX accounts_owner_id_name_key_idx",
            "CREATE INDEX accounts_owner_name_key_idx ON accounts (owner_id, name_key, id)",
            "DROP INDEX accounts_changed_at_id_idx",
            "CREATE INDEX accounts_changed_at_idx ON accounts (changed_at, id)",
            "CREATE INDEX accounts_unit_changed_at_idx ON accounts (unit_id, changed_at, id)",
            "CREATE INDEX accounts_queue_name_key_idx ON accounts (unit_id, name_key, id) WHERE owner_id IS NULL",
            "CREATE INDEX accounts_kind_name_key_idx ON accounts (kind, name_key, id)",
        ])
}
