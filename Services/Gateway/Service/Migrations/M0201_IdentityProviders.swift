import Database

enum M0201IdentityProviders {
    static let migration = Migration(
        "gateway-0201-identity-providers",
        [
            """
            CREATE TABLE identity_providers (
                id \(.uuid) PRIMARY KEY, name \(.text) NOT NULL, issuer \(.text) NOT NULL, client_id \(.text) NOT NULL,
                client_secret \(.bytes), trusted_domains \(.text) NOT NULL, creates_users \(.bool) NOT NULL, links_by_login \(.bool) NOT NULL,
                groups_claim \(.text) NOT NULL, is_active \(.bool) NOT NULL, version \(.bigint) NOT NULL,
                created_at \(.timestamp) NOT NULL, CONSTRAINT identity_providers_issuer_client_id_key UNIQUE (issuer, client_id)
            ) \(.strict)
            """,
            """
            CREATE TABLE user_identities (
                provider_id \(.uuid) NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE, subject \(.text) NOT NULL,
                user_id \(.uuid) NOT NULL REFERENCES users (id), created_at \(.timestamp) NOT NULL,
                PRIMARY KEY (provider_id, subject)
            ) \(.strict)
            """,
            "CREATE INDEX user_identities_user_id_idx ON user_identities (user_id)",
            // Of what the browser and the provider hold, digests only: whoever reads this table can go on with no sign-in.
            """
            CREATE TABLE sign_in_journeys (
                state \(.bytes) PRIMARY KEY, browser \(.bytes) NOT NULL,
                provider_id \(.uuid) NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE, next \(.text) NOT NULL,
                language \(.text) NOT NULL, return_address \(.text) NOT NULL, expires_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX sign_in_journeys_expires_at_idx ON sign_in_journeys (expires_at)",
            // Logout tokens that were obeyed, until they expire: each counts once.
            """
            CREATE TABLE logout_tokens (
                provider_id \(.uuid) NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE, digest \(.bytes) NOT NULL,
                expires_at \(.timestamp) NOT NULL, PRIMARY KEY (provider_id, digest)
            ) \(.strict)
            """,
            "CREATE INDEX logout_tokens_expires_at_idx ON logout_tokens (expires_at)",
            "ALTER TABLE sessions ADD COLUMN provider_id \(.uuid) REFERENCES identity_providers (id) ON DELETE CASCADE",
            // The provider's own name of its session, where it tells one.
            "ALTER TABLE sessions ADD COLUMN provider_session \(.text)",
            "CREATE INDEX sessions_provider_idx ON sessions (provider_id, provider_session)",
        ])
}
