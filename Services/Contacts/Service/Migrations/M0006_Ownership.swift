import Database

enum M0006_Ownership {
    static let migration = Migration(
        "contacts-0006-ownership",
        [
            // An account always has a unit: its owner's, or the one whose queue it waits in. The root's id stands for those of old.
            "ALTER TABLE accounts ADD COLUMN owner_id \(.uuid)",
            Statement(
                postgres: "ALTER TABLE accounts ADD COLUMN unit_id uuid NOT NULL DEFAULT '72656c61-7461-7000-8000-000000000001'",
                sqlite: "ALTER TABLE accounts ADD COLUMN unit_id BLOB NOT NULL DEFAULT x'72656c61746170008000000000000001'"),
        ])
}
