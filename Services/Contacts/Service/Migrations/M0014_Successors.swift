import Database

enum M0014_Successors {
    static let migration = Migration(
        "contacts-0014-successors",
        [
            // Of somebody who leaves: who takes his place in teams, and where he stands in for others.
            "ALTER TABLE reassignments ADD COLUMN teams_to \(.uuid)",
            "ALTER TABLE reassignments ADD COLUMN deputies_to \(.uuid)",
            // The off-boarding with which a place in a team goes on, and the one by which a successor has it.
            "ALTER TABLE account_shares ADD COLUMN passes_for \(.uuid)",
            "ALTER TABLE account_shares ADD COLUMN made_for \(.uuid)",
            "CREATE INDEX account_shares_made_for_idx ON account_shares (made_for, account_id) WHERE made_for IS NOT NULL",
        ])
}
