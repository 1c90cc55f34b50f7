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

    static let sqliteNameTables = [
        """
        CREATE VIRTUAL TABLE name_search
        USING fts5(name_key, content='accounts', content_rowid='doc', tokenize='trigram case_sensitive 1')
        """,
        "INSERT INTO name_search (name_search) VALUES ('rebuild')",
        "",
    ]

    static let sqliteForgetName = "INSERT INTO name_search (name_search, rowid, name_key) VALUES ('delete', $1, $2)"
    static let sqlitePutName = "INSERT INTO name_search (rowid, name_key) VALUES ($1, $2)"
    static let sqliteForgetAccount =
        "INSERT INTO account_search (account_search, rowid, search_text) VALUES ('delete', $1, $2)"
    static let sqlitePutAccount = "INSERT INTO account_search (rowid, search_text) VALUES ($1, $2)"
    static let sqlitePutOrder = "INSERT INTO order_search (rowid, number_key) VALUES ($1, $2)"

    static func sqliteAccounts(_ reached: [[[String]]]) -> SQL {
        "SELECT rowid AS doc FROM account_search WHERE account_search MATCH \(.text(sqliteExpression(reached)))"
    }

    static func sqliteNames(_ reached: [[[String]]]) -> SQL {
        "SELECT rowid AS doc FROM name_search WHERE name_search MATCH \(.text(sqliteExpression(reached)))"
    }

    /// Of a text of the time before it had parts, only the name.
    static let sqliteContact: StaticString =
        """
        (CASE WHEN instr(a.search_text, char(30)) > 0 THEN substr(a.search_text, 1, instr(a.search_text, char(30)) - 1)
        ELSE a.name_key END)
        """
    static let sqliteIdentifiers: StaticString =
        """
        (a.name_key || char(10) || CASE WHEN instr(a.search_text, char(30)) > 0
        THEN substr(a.search_text, instr(a.search_text, char(30)) + 1) ELSE '' END)
        """

    private static func sqliteExpression(_ reached: [[[String]]]) -> String {
        let ways = reached.map { terms in
            terms.map { "(" + $0.map(phrase).joined(separator: " OR ") + ")" }.joined(separator: " AND ")
        }
        return ways.map { "(\($0))" }.joined(separator: " OR ")
    }

    static func sqliteOrders(_ needle: String) -> SQL {
        "SELECT rowid AS doc FROM order_search WHERE order_search MATCH \(.text(phrase(needle)))"
    }

    private static func phrase(_ needle: String) -> String {
        "\"" + needle.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
