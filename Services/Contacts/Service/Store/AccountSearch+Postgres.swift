import Database

/// PostgreSQL: arrays of trigrams under a GIN index, which every installation has; pg_trgm may be missing and needs rights.
extension AccountSearch {
    static let postgresTables = [
        "CREATE TABLE account_search (doc bigint PRIMARY KEY, grams text[] COLLATE \"C\" NOT NULL)",
        "CREATE INDEX account_search_grams_idx ON account_search USING gin (grams)",
        "CREATE TABLE order_search (doc bigint PRIMARY KEY, grams text[] COLLATE \"C\" NOT NULL)",
        "CREATE INDEX order_search_grams_idx ON order_search USING gin (grams)",
    ]

    static let postgresPutAccount = """
        INSERT INTO account_search (doc, grams) VALUES ($1, string_to_array($2, chr(31)))
        ON CONFLICT (doc) DO UPDATE SET grams = excluded.grams
        """
    static let postgresPutOrder = "INSERT INTO order_search (doc, grams) VALUES ($1, string_to_array($2, chr(31)))"

    static func postgresAccounts(_ clauses: [[[String]]]) -> SQL {
        let ways = clauses.map { terms in
            joined(terms.map { needles in joined(needles.map(postgresHolds), " OR ") }, " AND ")
        }
        return "SELECT doc FROM account_search WHERE \(joined(ways, " OR "))"
    }

    static func postgresOrders(_ needle: String) -> SQL {
        "SELECT doc FROM order_search WHERE \(postgresHolds(needle))"
    }

    private static func postgresHolds(_ needle: String) -> SQL {
        let grams = Trigrams.of(needle).joined(separator: Trigrams.separator)
        return "grams @> string_to_array(CAST(\(.text(grams)) AS text), chr(31)) COLLATE \"C\""
    }
}
