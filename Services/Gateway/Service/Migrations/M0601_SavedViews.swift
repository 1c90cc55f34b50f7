import Database

enum M0601SavedViews {
    static let migration = Migration(
        "gateway-0601-saved-views",
        [
            // query and columns are parts of a list's address. audience: own, unit (with all units below) or all.
            """
            CREATE TABLE saved_views (
                id \(.uuid) PRIMARY KEY, list \(.text) NOT NULL, owner_id \(.uuid) NOT NULL REFERENCES users (id),
                name \(.text) NOT NULL, query \(.text) NOT NULL, columns \(.text) NOT NULL, audience \(.text) NOT NULL,
                unit_id \(.uuid) REFERENCES units (id), version \(.bigint) NOT NULL, changed_at \(.timestamp) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX saved_views_owner_id_idx ON saved_views (owner_id, list)",
            "CREATE INDEX saved_views_audience_idx ON saved_views (list, audience, unit_id) WHERE audience <> 'own'",
            // How somebody has a list: by which view it opens, and with which columns where a view says none.
            """
            CREATE TABLE list_preferences (
                user_id \(.uuid) NOT NULL REFERENCES users (id), list \(.text) NOT NULL, view_id \(.uuid), columns \(.text) NOT NULL,
                PRIMARY KEY (user_id, list)
            ) \(.strict)
            """,
        ])
}
