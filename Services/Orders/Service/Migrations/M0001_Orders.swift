import Database

/// Orders with their lines and steps, and products.
///
/// Lines and steps have no foreign keys: they are written with their order, and a check per line would cost more than writing it.
enum M0001_Orders {
    static let migration = Migration(
        "orders-0001-orders",
        [
            """
            CREATE TABLE orders (
                id \(.uuid) PRIMARY KEY, source \(.text) NOT NULL, number \(.text) NOT NULL, placed_at \(.timestamp) NOT NULL,
                received_at \(.timestamp) NOT NULL, currency \(.text) NOT NULL, total \(.bigint) NOT NULL,
                tax_included \(.bool) NOT NULL, shipping \(.bigint) NOT NULL, discount \(.bigint) NOT NULL,
                tax \(.bigint) NOT NULL,
                customer \(.json) NOT NULL, billing_address \(.json), shipping_address \(.json), channel \(.text) NOT NULL,
                note \(.text), campaign \(.json), due \(.bigint) NOT NULL, paid \(.bigint) NOT NULL, refunded \(.bigint) NOT NULL,
                order_state \(.text) NOT NULL, payment_state \(.text) NOT NULL, fulfilment_state \(.text) NOT NULL,
                return_state \(.text) NOT NULL, version \(.bigint) NOT NULL, account_id \(.uuid),
                CONSTRAINT orders_source_number_key UNIQUE (source, number),
                CHECK (due >= 0 AND paid >= 0 AND refunded >= 0 AND refunded <= paid)
            ) \(.strict)
            """,
            "CREATE INDEX orders_placed_at_idx ON orders (placed_at, id)",
            "CREATE INDEX orders_number_idx ON orders (number, id)",
            "CREATE INDEX orders_total_idx ON orders (total, id)",
            "CREATE INDEX orders_account_id_idx ON orders (account_id, placed_at, id) WHERE account_id IS NOT NULL",
            """
            CREATE TABLE order_lines (
                order_id \(.uuid) NOT NULL, line \(.bigint) NOT NULL, position \(.bigint) NOT NULL,
                sku \(.text) NOT NULL, name \(.text), quantity \(.bigint) NOT NULL, unit_price \(.bigint) NOT NULL,
                discount \(.bigint) NOT NULL, total \(.bigint) NOT NULL, tax \(.bigint), tax_rate \(.text),
                shipped \(.bigint) NOT NULL, delivered \(.bigint) NOT NULL, cancelled \(.bigint) NOT NULL,
                returned \(.bigint) NOT NULL,
                PRIMARY KEY (order_id, line),
                CHECK (cancelled >= 0 AND delivered >= 0 AND returned >= 0 AND delivered <= shipped AND returned <= shipped
                    AND shipped + cancelled <= quantity)
            ) \(.strict)
            """,
            """
            CREATE TABLE order_steps (
                order_id \(.uuid) NOT NULL, version \(.bigint) NOT NULL, kind \(.text) NOT NULL,
                event_id \(.text) NOT NULL, content_digest \(.bytes) NOT NULL, name \(.text), happened_at \(.timestamp) NOT NULL,
                received_at \(.timestamp) NOT NULL, details \(.json) NOT NULL,
                PRIMARY KEY (order_id, version)
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX order_steps_name_key ON order_steps (order_id, kind, name) WHERE name IS NOT NULL",
            """
            CREATE TABLE products (
                id \(.uuid) PRIMARY KEY, source \(.text) NOT NULL, sku \(.text) NOT NULL, name \(.json) NOT NULL,
                name_key \(.text) NOT NULL, categories \(.json) NOT NULL, unit \(.text), price \(.bigint), currency \(.text),
                description \(.text), url \(.text), released_at \(.timestamp), withdrawn_at \(.timestamp),
                described_time \(.timestamp), released_time \(.timestamp), withdrawn_time \(.timestamp),
                version \(.bigint) NOT NULL,
                CONSTRAINT products_source_sku_key UNIQUE (source, sku)
            ) \(.strict)
            """,
            "CREATE INDEX products_sku_idx ON products (sku, id)",
        ])
}
