import Database

enum M0202Groups {
    static let migration = Migration(
        "gateway-0202-groups",
        [
            """
            CREATE TABLE groups (
                id \(.uuid) PRIMARY KEY, name \(.text) NOT NULL, name_key \(.text) NOT NULL, external_id \(.text),
                version \(.bigint) NOT NULL, created_at \(.timestamp) NOT NULL, changed_at \(.timestamp) NOT NULL,
                CONSTRAINT groups_name_key_key UNIQUE (name_key)
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX groups_external_id_key ON groups (external_id)",
            """
            CREATE TABLE group_roles (
                group_id \(.uuid) NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
                role_id \(.uuid) NOT NULL REFERENCES roles (id) ON DELETE CASCADE, PRIMARY KEY (group_id, role_id)
            ) \(.strict)
            """,
            "CREATE INDEX group_roles_role_id_idx ON group_roles (role_id)",
            // By whom: an identity provider's id, or that of no provider for the directory, which tells members by itself.
            """
            CREATE TABLE group_members (
                group_id \(.uuid) NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
                user_id \(.uuid) NOT NULL REFERENCES users (id), told_by \(.uuid) NOT NULL,
                PRIMARY KEY (group_id, user_id, told_by)
            ) \(.strict)
            """,
            "CREATE INDEX group_members_user_id_idx ON group_members (user_id)",
            // The role assignments that groups gave; what people gave by hand is not among them.
            """
            CREATE TABLE group_assignments (
                assignment_id \(.uuid) PRIMARY KEY, user_id \(.uuid) NOT NULL REFERENCES users (id)
            ) \(.strict)
            """,
            "CREATE INDEX group_assignments_user_id_idx ON group_assignments (user_id)",
        ])
}
