import Database

enum M0401Preferences {
    static let migration = Migration(
        "gateway-0401-preferences",
        [
            """
            CREATE TABLE preferences (
                user_id \(.uuid) PRIMARY KEY REFERENCES users (id), scheme \(.text) NOT NULL, density \(.text) NOT NULL,
                keys \(.bool) NOT NULL, changed_at \(.timestamp) NOT NULL
            ) \(.strict)
            """
        ])
}
