import Database

enum M0002_Orders {
    static let migration = Migration(
        "contacts-0002-orders",
        [
            """
            CREATE TABLE account_orders (
                doc \(.serial), order_id \(.uuid) NOT NULL, source \(.text) NOT NULL, number \(.text) NOT NULL,
                number_key \(.text) NOT NULL, account_id \(.uuid) NOT NULL, placed_at \(.timestamp) NOT NULL,
                UNIQUE (order_id)
            ) \(.strict)
            """,
            "CREATE INDEX account_orders_account_id_idx ON account_orders (account_id, placed_at)",
            "CREATE INDEX account_orders_number_key_idx ON account_orders (number_key)",
            // low and high are the two accounts in the order of their ids, so that a pair is one row.
            """
            CREATE TABLE suspected_duplicates (
                id \(.uuid) NOT NULL PRIMARY KEY, low_id \(.uuid) NOT NULL, high_id \(.uuid) NOT NULL,
                chosen_id \(.uuid) NOT NULL, chosen_by \(.text) NOT NULL, other_by \(.text) NOT NULL, source \(.text) NOT NULL,
                number \(.text) NOT NULL, times \(.bigint) NOT NULL, found_at \(.timestamp) NOT NULL,
                UNIQUE (low_id, high_id)
            ) \(.strict)
            """,
        ])
}
