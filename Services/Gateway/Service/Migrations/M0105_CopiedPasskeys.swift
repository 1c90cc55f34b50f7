import Database

enum M0105CopiedPasskeys {
    static let migration = Migration(
        "gateway-0105-copied-passkeys", ["ALTER TABLE passkeys ADD COLUMN copied_at \(.timestamp)"])
}
