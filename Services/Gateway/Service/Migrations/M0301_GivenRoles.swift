import Database

enum M0301GivenRoles {
    static let migration = Migration(
        "gateway-0301-given-roles",
        [
            // Roles that came with the program and were given once; deleted, they do not come back.
            "CREATE TABLE given_roles (role_id \(.uuid) NOT NULL PRIMARY KEY) \(.strict)"
        ] + (2...7).map(given))

    /// What the first start gave before this was kept.
    private static func given(_ number: Int) -> Statement {
        Statement(
            postgres: """
                INSERT INTO given_roles
                SELECT CAST('72656c61-7461-7000-8000-00000000010\(number)' AS uuid) WHERE EXISTS (SELECT 1 FROM units)
                """,
            sqlite: """
                INSERT INTO given_roles
                SELECT x'72656c6174617000800000000000010\(number)' WHERE EXISTS (SELECT 1 FROM units)
                """)
    }
}
