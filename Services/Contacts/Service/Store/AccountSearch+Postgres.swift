import Database

/// PostgreSQL: arrays of trigrams under a GIN index, which every installation has; pg_trgm may be missing and needs rights. The
/// text stands beside them, so that a candidate is checked where it is found and the planner has no reason to read all.
extension AccountSearch {
    static let postgresTables = [
        "CREATE TABLE account_search (doc bigint PRIMARY KEY, grams text[] COLLATE \"C\" NOT NULL, line text COLLATE \"C\" NOT NULL)",
        "CREATE INDEX account_search_grams_idx ON account_search USING gin (grams)",
        "CREATE TABLE order_search (doc bigint PRIMARY KEY, grams text[] COLLATE \"C\" NOT NULL, line text COLLATE \"C\" NOT NULL)",
        "CREATE INDEX order_search_grams_idx ON order_search USING gin (grams)",
    ]

    static let postgresNameTables = [
        "CREATE TABLE name_search (doc bigint PRIMARY KEY, grams text[] COLLATE \"C\" NOT NULL)",
        """
        INSERT INTO name_search (doc, grams)
        SELECT doc, ARRAY(SELECT DISTINCT substr(name_key, i, 3) FROM generate_series(1, length(name_key) - 2) AS i) FROM accounts
        """,
        "CREATE INDEX name_search_grams_idx ON name_search USING gin (grams)",
    ]

    static let postgresPutName = """
        INSERT INTO name_search (doc, grams) VALUES ($1, string_to_array($2, chr(31)))
        ON CONFLICT (doc) DO UPDATE SET grams = excluded.grams
        """
    static let postgresPutAccount = """
        INSERT INTO account_search (doc, grams, line) VALUES ($1, string_to_array($2, chr(31)), $3)
        ON CONFLICT (doc) DO UPDATE SET grams = excluded.grams, line = excluded.line
        """
    static let postgresLine = "SELECT line FROM account_search WHERE doc = $1"
    static let postgresPutOrder = "INSERT INTO order_search (doc, grams, line) VALUES ($1, string_to_array($2, chr(31)), $3)"

    /// A search is planned by what is looked for: a plan made for any text would read all of them.
    static let postgresPlanAnew = "SET LOCAL plan_cache_mode = force_custom_plan"

    static func postgresAccounts(_ reached: [[[String]]]) -> SQL {
        "SELECT doc, line FROM account_search WHERE \(postgresHold(reached))"
    }

    static func postgresNames(_ reached: [[[String]]]) -> SQL {
        "SELECT doc FROM name_search WHERE \(postgresHold(reached))"
    }

    private static func postgresHold(_ reached: [[[String]]]) -> SQL {
        let ways = reached.map { terms in
            joined(terms.map { needles in joined(needles.map(postgresHolds), " OR ") }, " AND ")
        }
        return joined(ways, " OR ")
    }

    /// Of a text of the time before it had parts, only the name.
    static let postgresContact: StaticString =
        "(CASE WHEN strpos(a.search_text, chr(30)) > 0 THEN split_part(a.search_text, chr(30), 1) ELSE a.name_key END)"
    static let postgresIdentifiers: StaticString = "(a.name_key || chr(10) || split_part(a.search_text, chr(30), 2))"

    static func postgresOrders(_ needle: String) -> SQL {
        "SELECT doc, line FROM order_search WHERE \(postgresHolds(needle))"
    }

    private static func postgresHolds(_ needle: String) -> SQL {
        let grams = Trigrams.of(needle).joined(separator: Trigrams.separator)
        return "grams @> string_to_array(CAST(\(.text(grams)) AS text), chr(31)) COLLATE \"C\""
    }
}
