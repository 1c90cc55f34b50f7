import Database

enum M0009_Shares {
    static let migration = Migration(
        "contacts-0009-shares",
        [
            // By whom and why somebody was let in; record_shares is computed from what has not ended. A row with a role is a member
            // of the team. Rows are never removed.
            """
            CREATE TABLE account_shares (
                id \(.uuid) NOT NULL PRIMARY KEY, account_id \(.uuid) NOT NULL, user_id \(.uuid), unit_id \(.uuid), role \(.text),
                may_change \(.bool) NOT NULL, from_at \(.timestamp), until_at \(.timestamp), reason \(.text),
                request_id \(.uuid), by_kind \(.text) NOT NULL, by_id \(.text) NOT NULL, by_name \(.text) NOT NULL,
                created_at \(.timestamp) NOT NULL, ended_at \(.timestamp), ended_by \(.text)
            ) \(.strict)
            """,
            "CREATE INDEX account_shares_account_id_idx ON account_shares (account_id, id) WHERE ended_at IS NULL",
            "CREATE INDEX account_shares_user_id_idx ON account_shares (user_id, id) WHERE ended_at IS NULL AND user_id IS NOT NULL",
            """
            CREATE TABLE access_requests (
                id \(.uuid) NOT NULL PRIMARY KEY, account_id \(.uuid) NOT NULL, requester_id \(.uuid) NOT NULL,
                requester_name \(.text) NOT NULL, may_change \(.bool) NOT NULL, reason \(.text) NOT NULL, state \(.text) NOT NULL,
                created_at \(.timestamp) NOT NULL, answered_at \(.timestamp), answered_by \(.json), answer \(.text),
                until_at \(.timestamp)
            ) \(.strict)
            """,
            // Of one person about one account one is open.
            """
            CREATE UNIQUE INDEX access_requests_open_key ON access_requests (account_id, requester_id) WHERE state = 'open'
            """,
            "CREATE INDEX access_requests_requester_id_idx ON access_requests (requester_id, id)",
            "CREATE INDEX access_requests_state_idx ON access_requests (state, id)",
            // What was made under which Idempotency-Key.
            """
            CREATE TABLE creations (
                creation_key \(.text) NOT NULL PRIMARY KEY, digest \(.bytes) NOT NULL, resource_id \(.uuid) NOT NULL
            ) \(.strict)
            """,
        ])
}
