import Database

enum M0002IdempotencyKeys {
    /// Null where the operator of the machine made the token.
    static let migration = Migration(
        "gateway-0002-idempotency-keys",
        [
            "ALTER TABLE access_tokens ADD COLUMN creation_key \(.text)",
            "ALTER TABLE access_tokens ADD COLUMN creation_digest \(.bytes)",
            "CREATE UNIQUE INDEX access_tokens_creation_key_key ON access_tokens (creation_key)",
        ])
}
