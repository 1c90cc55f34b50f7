import Core
import Database

/// Finds customers by any part of what they are known by.
///
/// An index of trigrams gives the candidates; where it would give too many, or a part is too short for it, the list is read in
/// its own order instead and filtered, which then finds a page soon. Either way a page costs a bounded number of rows, but for a
/// rare text of one or two characters, which reads all.
package enum AccountSearch {
    /// Above this many candidates, reading in order finds a page sooner than sorting them.
    static let mostCandidates = 2000

    static var tables: [Statement] {
        zip(postgresTables, sqliteTables).map { Statement(postgres: $0, sqlite: $1) }
    }

    static func put(account doc: Int64, old: String?, new: String, in tx: Transaction) throws {
        guard old != new else { return }
        switch tx.engine {
        case .postgres: try tx.execute(putAccount, [.int(doc), .text(grams(new))])
        case .sqlite:
            if let old { try tx.execute(forgetAccount, [.int(doc), .text(old)]) }
            try tx.execute(putAccount, [.int(doc), .text(new)])
        }
    }

    static func put(order doc: Int64, number: String, in tx: Transaction) throws {
        try tx.execute(putOrder, [.int(doc), .text(tx.engine == .postgres ? grams(number) : number)])
    }

    private static func grams(_ text: String) -> String {
        Trigrams.of(text).joined(separator: Trigrams.separator)
    }

    private static let putAccount = Statement(postgres: postgresPutAccount, sqlite: sqlitePutAccount)
    private static let forgetAccount = Statement(postgres: sqliteForgetAccount, sqlite: sqliteForgetAccount)
    private static let putOrder = Statement(postgres: postgresPutOrder, sqlite: sqlitePutOrder)

    /// A condition on `accounts a` that holds for exactly the customers the query means.
    static func condition(_ query: CustomerQuery, in tx: Transaction) throws -> SQL {
        let text: SQL = joined(
            query.clauses.map { terms in
                joined(terms.map { term in joined(term.needles.map { like($0, "a.search_text") }, " OR ") }, " AND ")
            }, " OR ")
        guard let candidates = candidates(query, tx.engine), try areFew(candidates, in: tx) else { return text }
        return "a.doc IN (\(candidates)) AND \(text)"
    }

    /// A condition on `accounts a` for the customers of the orders whose number holds the query's; `nil` when there can be none.
    /// A part that very many numbers have finds only the order of exactly that number.
    static func orderCondition(_ query: CustomerQuery, in tx: Transaction) throws -> SQL? {
        let number = query.orderNumber
        guard !number.isEmpty else { return nil }
        if Trigrams.reach(number) {
            let candidates: SQL = tx.engine == .postgres ? postgresOrders(number) : sqliteOrders(number)
            if try areFew(candidates, in: tx) {
                return """
                    a.id IN (SELECT o.account_id FROM account_orders o WHERE o.doc IN (\(candidates)) AND \(like(number, "o.number_key")))
                    """
            }
        }
        return "a.id IN (SELECT o.account_id FROM account_orders o WHERE o.number_key = \(.text(number)))"
    }

    /// What the index finds; `nil` where some clause has no term that it reaches.
    private static func candidates(_ query: CustomerQuery, _ engine: Engine) -> SQL? {
        let clauses = query.clauses.map { terms in
            terms.map(\.needles).filter { $0.allSatisfy(Trigrams.reach) }
        }
        guard clauses.allSatisfy({ !$0.isEmpty }) else { return nil }
        return engine == .postgres ? postgresAccounts(clauses) : sqliteAccounts(clauses)
    }

    private static func areFew(_ candidates: SQL, in tx: Transaction) throws -> Bool {
        let sql: SQL = "SELECT count(*) FROM (\(candidates) LIMIT \(.int(mostCandidates + 1))) AS found"
        return try tx.first(sql) { $0.count(0) } ?? 0 <= mostCandidates
    }

    private static func like(_ needle: String, _ column: StaticString) -> SQL {
        var pattern = "%"
        for character in needle.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern.unicodeScalars.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return "\(constant: column) LIKE \(.text(pattern + "%")) ESCAPE '\\'"
    }

    static func joined(_ parts: [SQL], _ separator: StaticString) -> SQL {
        var sql: SQL = "("
        for (index, part) in parts.enumerated() {
            if index > 0 { sql += "\(constant: separator)" }
            sql += part
        }
        sql += ")"
        return sql
    }
}
