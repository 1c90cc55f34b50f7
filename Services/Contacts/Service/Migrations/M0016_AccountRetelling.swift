import Database

enum M0016_AccountRetelling {
    /// Whether accounts are told that were told already: as an operator wants it whose other services lost what they knew.
    static let migration = Migration(
        "contacts-0016-account-retelling",
        ["ALTER TABLE account_refreshes ADD COLUMN tells_all \(.bool) NOT NULL DEFAULT FALSE"])
}
