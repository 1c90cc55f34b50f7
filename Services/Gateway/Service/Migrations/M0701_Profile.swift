import Database

enum M0701Profile {
    static let migration = Migration(
        "gateway-0701-profile",
        [
            """
            CREATE TABLE organization_profile (
                id \(.bigint) PRIMARY KEY, currency \(.text) NOT NULL, language \(.text) NOT NULL, time_zone \(.text) NOT NULL,
                done \(.text) NOT NULL, finished_at \(.timestamp), changed_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE organization_goals (
                goal \(.text) PRIMARY KEY, target \(.bigint) NOT NULL, chosen_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE demo_runs (
                id \(.bigint) PRIMARY KEY, state \(.text) NOT NULL, done \(.bigint) NOT NULL, total \(.bigint) NOT NULL,
                detail \(.text) NOT NULL, changed_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
        ])
}
