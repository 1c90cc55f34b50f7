import Database

enum M0005_Verifications {
    /// Null while the contact point is not verified.
    static let migration = Migration(
        "contacts-0005-verifications", ["ALTER TABLE contact_points ADD COLUMN verification \(.json)"])
}
