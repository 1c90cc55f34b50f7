import Database

enum M0003Organization {
    /// The role Administrator has the same id in every installation; its rights are not stored, they are all there are.
    private static let administrator = "72656c61-7461-7000-8000-000000000101"
    private static let administratorBytes = "x'72656c61746170008000000000000101'"

    static let migration = Migration(
        "gateway-0003-organization",
        [
            "ALTER TABLE users ADD COLUMN kind \(.text) NOT NULL DEFAULT 'person'",
            "ALTER TABLE users ADD COLUMN mail \(.text)",
            "ALTER TABLE users ADD COLUMN mail_key \(.text)",
            "ALTER TABLE users ADD COLUMN time_zone \(.text) NOT NULL DEFAULT 'UTC'",
            "ALTER TABLE users ADD COLUMN is_active \(.bool) NOT NULL DEFAULT TRUE",
            "ALTER TABLE users ADD COLUMN version \(.bigint) NOT NULL DEFAULT 1",
            // Rises with every event about the user, also those that change no column of this table.
            "ALTER TABLE users ADD COLUMN told \(.bigint) NOT NULL DEFAULT 0",
            "CREATE UNIQUE INDEX users_mail_key_key ON users (mail_key)",
            """
            CREATE TABLE units (
                id \(.uuid) PRIMARY KEY, parent_id \(.uuid) REFERENCES units (id), name \(.text) NOT NULL,
                manager_id \(.uuid) REFERENCES users (id), is_active \(.bool) NOT NULL, version \(.bigint) NOT NULL,
                created_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX units_parent_id_idx ON units (parent_id)",
            "CREATE INDEX units_manager_id_idx ON units (manager_id)",
            """
            CREATE TABLE memberships (
                id \(.uuid) PRIMARY KEY, unit_id \(.uuid) NOT NULL REFERENCES units (id),
                user_id \(.uuid) NOT NULL REFERENCES users (id), from_at \(.timestamp) NOT NULL, until_at \(.timestamp),
                version \(.bigint) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX memberships_unit_id_idx ON memberships (unit_id)",
            "CREATE INDEX memberships_user_id_idx ON memberships (user_id)",
            """
            CREATE TABLE roles (
                id \(.uuid) PRIMARY KEY, name \(.text) NOT NULL, name_key \(.text) NOT NULL, description \(.text) NOT NULL,
                grants \(.json) NOT NULL, version \(.bigint) NOT NULL, CONSTRAINT roles_name_key_key UNIQUE (name_key)
            ) \(.strict)
            """,
            """
            CREATE TABLE role_assignments (
                id \(.uuid) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id),
                role_id \(.uuid) NOT NULL REFERENCES roles (id), from_at \(.timestamp) NOT NULL, until_at \(.timestamp),
                version \(.bigint) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX role_assignments_user_id_idx ON role_assignments (user_id)",
            "CREATE INDEX role_assignments_role_id_idx ON role_assignments (role_id)",
            // The days are the user's own; starts_at and ends_at are the midnights of his time zone.
            """
            CREATE TABLE absences (
                id \(.uuid) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id),
                deputy_id \(.uuid) REFERENCES users (id), first_day \(.text) NOT NULL, last_day \(.text) NOT NULL,
                starts_at \(.timestamp) NOT NULL, ends_at \(.timestamp) NOT NULL, version \(.bigint) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX absences_user_id_idx ON absences (user_id)",
            "CREATE INDEX absences_deputy_id_idx ON absences (deputy_id)",
            """
            CREATE TABLE creations (
                creation_key \(.text) PRIMARY KEY, digest \(.bytes) NOT NULL, resource_id \(.uuid) NOT NULL
            ) \(.strict)
            """,
            // Of a person or a service account; without one it is a shop's own.
            "ALTER TABLE access_tokens ADD COLUMN user_id \(.uuid) REFERENCES users (id)",
            "CREATE INDEX access_tokens_user_id_idx ON access_tokens (user_id)",
            Statement(
                postgres: "INSERT INTO roles VALUES ('\(administrator)', 'Administrator', 'administrator', '', '[]', 1)",
                sqlite: "INSERT INTO roles VALUES (\(administratorBytes), 'Administrator', 'administrator', '', '[]', 1)"),
            Statement(
                postgres: """
                    INSERT INTO role_assignments
                    SELECT id, id, CAST('\(administrator)' AS uuid), created_at, NULL, 1 FROM users WHERE scopes = '*'
                    """,
                sqlite: """
                    INSERT INTO role_assignments
                    SELECT id, id, \(administratorBytes), created_at, NULL, 1 FROM users WHERE scopes = '*'
                    """),
            "ALTER TABLE users DROP COLUMN scopes",
        ])
}
