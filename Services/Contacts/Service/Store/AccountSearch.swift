import Core
import Database

/// Finds customers by any part of what they are known by.
///
/// An index of trigrams gives the candidates; where it would give too many, or a part is too short for it, the list is read in
/// its own order instead and filtered, which then finds a page soon. Either way a page costs a bounded number of rows, but for a
/// rare text of one or two characters, which reads all. As the index itself is slow for a common text, a list is read a little way
/// in its own order before the index is asked (`CustomerStore`).
package enum AccountSearch {
    /// Above this many candidates, reading in order finds a page sooner than sorting them.
    static let mostCandidates = 2000

    static var tables: [Statement] {
        zip(postgresTables, sqliteTables).map { Statement(postgres: $0, sqlite: $1) }
    }

    /// Names alone, for those who may see nothing else of a customer.
    static var nameTables: [Statement] {
        zip(postgresNameTables, sqliteNameTables).map { Statement(postgres: $0, sqlite: $1) }
    }

    /// What of a customer's text a search may look at.
    enum Part {
        case all, name
        /// The name with it.
        case contact, identifiers
    }

    static func put(name doc: Int64, old: String?, new: String, in tx: Transaction) throws {
        guard old != new else { return }
        switch tx.engine {
        case .postgres: try tx.execute(putName, [.int(doc), .text(grams(new))])
        case .sqlite:
            if let old { try tx.execute(forgetName, [.int(doc), .text(old)]) }
            try tx.execute(putName, [.int(doc), .text(new)])
        }
    }

    static func put(account doc: Int64, old: String?, new: String, in tx: Transaction) throws {
        guard old != new else { return }
        switch tx.engine {
        case .postgres: try tx.execute(putAccount, [.int(doc), .text(grams(new)), .text(new)])
        case .sqlite:
            if let old { try tx.execute(forgetAccount, [.int(doc), .text(old)]) }
            try tx.execute(putAccount, [.int(doc), .text(new)])
        }
    }

    /// The text that the index has of an account, where it has one of its own.
    static func line(of doc: Int64, in tx: Transaction) throws -> String? {
        tx.engine == .postgres ? try tx.first(selectLine, [.int(doc)]) { $0.text(0) } : nil
    }

    static func put(order doc: Int64, number: String, in tx: Transaction) throws {
        switch tx.engine {
        case .postgres: try tx.execute(putOrder, [.int(doc), .text(grams(number)), .text(number)])
        case .sqlite: try tx.execute(putOrder, [.int(doc), .text(number)])
        }
    }

    /// Before the conditions below are used in a transaction.
    static func prepare(_ tx: Transaction) throws {
        if tx.engine == .postgres { try tx.execute(planAnew) }
    }

    /// A condition on `accounts a` that holds for exactly the customers the query means by a part of their text.
    enum Match {
        /// So few that they are better sorted than met in order; `nil` for none at all.
        case few(SQL?)
        case many(SQL)

        var condition: SQL {
            switch self {
            case .few(let condition): condition ?? "1 = 0"
            case .many(let condition): condition
            }
        }
    }

    static func match(_ query: CustomerQuery, in part: Part, in tx: Transaction) throws -> Match {
        let text = text(query, of: part, tx.engine)
        let reached = query.clauses.map { terms in
            terms.map(\.needles).filter { $0.allSatisfy(Trigrams.reach) }
        }
        guard reached.allSatisfy({ !$0.isEmpty }) else { return .many(text) }
        // PostgreSQL checks a candidate where it is found.
        let candidates: (rows: SQL, check: SQL?) =
            switch (tx.engine, part) {
            case (.postgres, .name): (postgresNames(reached), nil)
            case (.sqlite, .name): (sqliteNames(reached), nil)
            case (.postgres, .all): (postgresAccounts(reached), Self.text(query, "found.line"))
            case (.postgres, _): (postgresAccounts(reached), nil)
            case (.sqlite, _): (sqliteAccounts(reached), nil)
            }
        guard let docs = try few(candidates.rows, candidates.check, in: tx) else { return .many(text) }
        return .few(docs.isEmpty ? nil : "(\(among("a.doc", docs, tx.engine)) AND \(text))")
    }

    /// Whether the part has the text, without any index.
    static func text(_ query: CustomerQuery, of part: Part, _ engine: Engine) -> SQL { text(query, column(part, engine)) }

    private static func column(_ part: Part, _ engine: Engine) -> StaticString {
        switch (part, engine) {
        case (.all, _): "a.search_text"
        case (.name, _): "a.name_key"
        case (.contact, .postgres): postgresContact
        case (.contact, .sqlite): sqliteContact
        case (.identifiers, .postgres): postgresIdentifiers
        case (.identifiers, .sqlite): sqliteIdentifiers
        }
    }

    /// A condition on `accounts a` for the customers of the orders whose number holds the query's; `nil` when there can be none.
    /// A part that very many numbers have finds only the order of exactly that number.
    static func orderCondition(_ query: CustomerQuery, in tx: Transaction) throws -> SQL? {
        let number = query.orderNumber
        guard !number.isEmpty else { return nil }
        if Trigrams.reach(number) {
            let isPostgres = tx.engine == .postgres
            let candidates: SQL = isPostgres ? postgresOrders(number) : sqliteOrders(number)
            if let docs = try few(candidates, isPostgres ? like(number, "found.line") : nil, in: tx) {
                guard !docs.isEmpty else { return nil }
                return "a.id IN (SELECT o.account_id FROM account_orders o WHERE \(among("o.doc", docs, tx.engine)))"
            }
        }
        return "a.id IN (SELECT o.account_id FROM account_orders o WHERE o.number_key = \(.text(number)))"
    }

    /// Those of the candidates that pass the check; `nil` when the candidates are not few.
    private static func few(_ candidates: SQL, _ check: SQL?, in tx: Transaction) throws -> [Int64]? {
        let sql: SQL =
            "SELECT found.doc, \(check ?? "TRUE") FROM (\(candidates) LIMIT \(.int(mostCandidates + 1))) AS found"
        let rows = try tx.rows(sql) { (doc: $0.int(0), passes: $0.bool(1)) }
        return rows.count > mostCandidates ? nil : rows.filter(\.passes).map(\.doc)
    }

    /// The documents are one value, however many.
    private static func among(_ column: StaticString, _ docs: [Int64], _ engine: Engine) -> SQL {
        let docs = docs.map(String.init).joined(separator: ",")
        return engine == .postgres
            ? "\(constant: column) = ANY (CAST(\(.text("{\(docs)}")) AS bigint[]))"
            : "\(constant: column) IN (SELECT value FROM json_each(\(.text("[\(docs)]"))))"
    }

    private static func grams(_ text: String) -> String {
        Trigrams.of(text).joined(separator: Trigrams.separator)
    }

    /// Whether the text in a column is of a customer the query means.
    static func text(_ query: CustomerQuery, _ column: StaticString) -> SQL {
        let ways = query.clauses.map { terms in
            joined(terms.map { term in joined(term.needles.map { like($0, column) }, " OR ") }, " AND ")
        }
        return joined(ways, " OR ")
    }

    static func like(_ needle: String, _ column: StaticString) -> SQL {
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

    private static let selectLine = Statement(postgres: postgresLine, sqlite: "")
    private static let putAccount = Statement(postgres: postgresPutAccount, sqlite: sqlitePutAccount)
    private static let putName = Statement(postgres: postgresPutName, sqlite: sqlitePutName)
    private static let forgetName = Statement(postgres: "", sqlite: sqliteForgetName)
    private static let forgetAccount = Statement(postgres: sqliteForgetAccount, sqlite: sqliteForgetAccount)
    private static let putOrder = Statement(postgres: postgresPutOrder, sqlite: sqlitePutOrder)
    private static let planAnew = Statement(postgres: postgresPlanAnew, sqlite: "")
}
