import Database

enum M0001Mails {
    static let migration = Migration(
        "notifications-0001-mails",
        [
            """
            CREATE TABLE known_accounts (
                account_id \(.uuid) PRIMARY KEY, name \(.text) NOT NULL, language \(.text), email \(.text),
                version \(.bigint) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE account_consents (
                account_id \(.uuid) NOT NULL, purpose \(.text) NOT NULL, given_at \(.timestamp) NOT NULL,
                PRIMARY KEY (account_id, purpose)
            ) \(.strict)
            """,
            """
            CREATE TABLE account_interests (
                category_key \(.text) NOT NULL, account_id \(.uuid) NOT NULL, PRIMARY KEY (category_key, account_id)
            ) \(.strict)
            """,
            "CREATE INDEX account_interests_account_idx ON account_interests (account_id)",
            """
            CREATE TABLE unsubscribes (
                account_id \(.uuid) NOT NULL, purpose \(.text) NOT NULL, at \(.timestamp) NOT NULL, PRIMARY KEY (account_id, purpose)
            ) \(.strict)
            """,
            """
            CREATE TABLE order_facts (
                order_id \(.uuid) PRIMARY KEY, account_id \(.uuid), number \(.text), placed_at \(.timestamp)
            ) \(.strict)
            """,
            """
            CREATE TABLE order_notices (
                intent \(.text) PRIMARY KEY, order_id \(.uuid) NOT NULL, kind \(.text) NOT NULL, details \(.json) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX order_notices_order_idx ON order_notices (order_id)",
            """
            CREATE TABLE mails (
                id \(.uuid) PRIMARY KEY, intent \(.text) NOT NULL, kind \(.text) NOT NULL, state \(.text) NOT NULL,
                account_id \(.uuid), order_id \(.uuid), recipient \(.text) NOT NULL, recipient_name \(.text) NOT NULL,
                language \(.text) NOT NULL, subject \(.text) NOT NULL, content \(.json) NOT NULL, created_at \(.timestamp) NOT NULL,
                finished_at \(.timestamp), attempts \(.bigint) NOT NULL, reason \(.text),
                CONSTRAINT mails_intent_key UNIQUE (intent)
            ) \(.strict)
            """,
            "CREATE INDEX mails_account_idx ON mails (account_id, created_at, id)",
            "CREATE INDEX mails_state_idx ON mails (state, created_at, id)",
            "CREATE INDEX mails_created_idx ON mails (created_at, id)",
            "CREATE TABLE unsubscribe_keys (id \(.bigint) PRIMARY KEY, secret \(.bytes) NOT NULL) \(.strict)",
        ])
}
