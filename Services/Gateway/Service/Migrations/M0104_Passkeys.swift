import Database

enum M0104Passkeys {
    static let migration = Migration(
        "gateway-0104-passkeys",
        [
            """
            CREATE TABLE passkeys (
                id \(.uuid) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id), credential_id \(.bytes) NOT NULL,
                public_key \(.bytes) NOT NULL, sign_count \(.bigint) NOT NULL, name \(.text) NOT NULL, transports \(.text) NOT NULL,
                can_be_backed_up \(.bool) NOT NULL, is_backed_up \(.bool) NOT NULL, created_at \(.timestamp) NOT NULL,
                last_used_at \(.timestamp), version \(.bigint) NOT NULL,
                CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id)
            ) \(.strict)
            """,
            "CREATE INDEX passkeys_user_id_idx ON passkeys (user_id, created_at)",
            // Questions that await their answer, by the digests of what was asked.
            """
            CREATE TABLE passkey_challenges (
                digest \(.bytes) PRIMARY KEY, purpose \(.text) NOT NULL, holder \(.bytes) NOT NULL,
                user_id \(.uuid) REFERENCES users (id), created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX passkey_challenges_user_id_idx ON passkey_challenges (user_id)",
            "CREATE INDEX passkey_challenges_created_at_idx ON passkey_challenges (created_at)",
        ])
}
