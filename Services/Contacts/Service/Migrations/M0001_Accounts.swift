import Database

enum M0001_Accounts {
    static let migration = Migration(
        "contacts-0001-accounts",
        [
            // doc: what the index of parts names an account by. last_order_at: 1970 where there is no order, so that it sorts
            // without nulls.
            """
            CREATE TABLE accounts (
                doc \(.serial), id \(.uuid) NOT NULL, kind \(.text) NOT NULL, name \(.text) NOT NULL, is_named \(.bool) NOT NULL,
                name_key \(.text) NOT NULL, language \(.text), search_text \(.text) NOT NULL, orders \(.bigint) NOT NULL,
                last_order_at \(.timestamp) NOT NULL, created_at \(.timestamp) NOT NULL, changed_at \(.timestamp) NOT NULL,
                version \(.bigint) NOT NULL,
                UNIQUE (id)
            ) \(.strict)
            """,
            "CREATE INDEX accounts_name_key_id_idx ON accounts (name_key, id)",
            "CREATE INDEX accounts_last_order_at_id_idx ON accounts (last_order_at, id)",
            "CREATE INDEX accounts_created_at_id_idx ON accounts (created_at, id)",
            """
            CREATE TABLE people (
                id \(.uuid) NOT NULL PRIMARY KEY, account_id \(.uuid) NOT NULL, name \(.text) NOT NULL,
                created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX people_account_id_idx ON people (account_id, id)",
            """
            CREATE TABLE contact_points (
                account_id \(.uuid) NOT NULL, kind \(.text) NOT NULL, value \(.text) NOT NULL, position \(.bigint) NOT NULL,
                display \(.text) NOT NULL, raw \(.text) NOT NULL, type \(.text) NOT NULL, is_valid \(.bool) NOT NULL,
                is_primary \(.bool) NOT NULL, person_id \(.uuid),
                PRIMARY KEY (account_id, kind, value)
            ) \(.strict)
            """,
            "CREATE INDEX contact_points_kind_value_idx ON contact_points (kind, value)",
            // One row for each thing by which a customer is recognised: two accounts never hold the same one.
            """
            CREATE TABLE identities (
                kind \(.text) NOT NULL, scope \(.text) NOT NULL, value \(.text) NOT NULL, account_id \(.uuid) NOT NULL,
                position \(.bigint) NOT NULL, raw \(.text) NOT NULL,
                PRIMARY KEY (kind, scope, value)
            ) \(.strict)
            """,
            "CREATE INDEX identities_account_id_idx ON identities (account_id, position)",
            """
            CREATE TABLE addresses (
                account_id \(.uuid) NOT NULL, type \(.text) NOT NULL, value_key \(.text) NOT NULL, position \(.bigint) NOT NULL,
                data \(.json) NOT NULL,
                PRIMARY KEY (account_id, type, value_key)
            ) \(.strict)
            """,
            """
            CREATE TABLE consents (
                account_id \(.uuid) NOT NULL, purpose \(.text) NOT NULL, channel \(.text) NOT NULL,
                given_at \(.timestamp) NOT NULL, withdrawn_at \(.timestamp), position \(.bigint) NOT NULL,
                given_cause \(.text) NOT NULL, withdrawn_cause \(.text),
                PRIMARY KEY (account_id, purpose, channel, given_at)
            ) \(.strict)
            """,
            """
            CREATE TABLE interests (
                account_id \(.uuid) NOT NULL, category \(.text) NOT NULL, position \(.bigint) NOT NULL,
                PRIMARY KEY (account_id, category)
            ) \(.strict)
            """,
        ])
}
