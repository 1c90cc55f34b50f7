import Database

/// What every service's database has for Runtime's sake.
enum RuntimeMigrations {
    static let all: [Migration] = [
        Migration(
            "runtime-0001",
            [
                "CREATE TABLE readiness_probe (id \(.bigint) PRIMARY KEY, beats \(.bigint) NOT NULL) \(.strict)",
                "INSERT INTO readiness_probe (id, beats) VALUES (1, 0)",
            ])
    ]
}
