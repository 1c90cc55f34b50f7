import Database

/// SQLite: FTS5 with its trigram tokenizer over the tables themselves. It is told of a change by the old and the new text.
extension AccountSearch {
    static let sqliteTables = [
        """
        CREATE VIRTUAL TABLE account_search
        USING fts5(search_text, content='accounts', content_rowid='doc', tokenize='trigram case_sensitive 1')
        """,
        "INSERT INTO account_search (account_search) VALUES ('rebuild')",
        """
        CREATE VIRTUAL TABLE order_search
        USING fts5(number_key, content='account_orders', content_rowid='doc', tokenize='trigram case_sensitive 1')
        """,
        "INSERT INTO order_search (order_search) VALUES ('rebuild')",
    ]

    static let sqliteForgetAccount =
        "INSERT INTO account_search (account_search, rowid, search_text) VALUES ('delete', $1, $2)"
    static let sqlitePutAccount = "INSERT INTO account_search (rowid, search_text) VALUES ($1, $2)"
    static let sqlitePutOrder = "INSERT INTO order_search (rowid, number_key) VALUES ($1, $2)"

    static func sqliteAccounts(_ reached: [[[String]]]) -> SQL {
        let ways = reached.map { terms in
            terms.map { "(" + $0.map(phrase).joined(separator: " OR ") + ")" }.joined(separator: " AND ")
        }
        let expression = ways.map { "(\($0))" }.joined(separator: " OR ")
        return "SELECT rowid FROM account_search WHERE account_search MATCH \(.text(expression))"
    }

    static func sqliteOrders(_ needle: String) -> SQL {
        "SELECT rowid FROM order_search WHERE order_search MATCH \(.text(phrase(needle)))"
    }

    private static func phrase(_ needle: String) -> String {
        "\"" + needle.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
