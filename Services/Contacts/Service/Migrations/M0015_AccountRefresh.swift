import Database

enum M0015_AccountRefresh {
    /// Accounts that are there by now may have been told without whose they are, and may be found by texts of an older form: the job
    /// goes through those up to the newest. One row for each such going through.
    static let migration = Migration(
        "contacts-0015-account-refresh",
        [
            """
            CREATE TABLE account_refreshes (
                name \(.text) NOT NULL PRIMARY KEY, after_doc \(.bigint) NOT NULL, until_doc \(.bigint) NOT NULL,
                told \(.bigint) NOT NULL, reindexed \(.bigint) NOT NULL
            ) \(.strict)
            """,
            """
            INSERT INTO account_refreshes (name, after_doc, until_doc, told, reindexed)
            SELECT 'access', 0, coalesce(max(doc), 0), 0, 0 FROM accounts
            """,
        ])
}
