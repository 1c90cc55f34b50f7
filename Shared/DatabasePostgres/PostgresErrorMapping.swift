import Database

extension DatabaseError {
    /// From the fields of a server's error. `detail` holds values of rows and is only looked into for names of columns.
    init(
        sqlState: String, message: String, detail: String?, table: String?, column: String?, constraint: String?,
        statement: String
    ) {
        let kind: Kind
        switch sqlState {
        case "23505":
            kind = .duplicate(constraint: Self.keyName(constraint ?? "", table: table, detail: detail))
        case "23502":
            kind = .constraint((table ?? "") + "." + (column ?? ""))
        case "23503":
            kind = .constraint("foreign key")
        case "40001", "40P01", "26000":
            kind = .retryable
        case "0A000" where message.contains("cached plan"):
            // The table was altered since this connection prepared the statement.
            kind = .retryable
        case "08P01":
            // A wrong number of values.
            kind = .other
        case "53100", "58030":
            kind = .storage
        case "53300", "57P01", "57P02", "57P03", "57P05", "25P03":
            kind = .unavailable
        default:
            if sqlState.hasPrefix("23") {
                kind = .constraint(constraint ?? column ?? "")
            } else {
                kind = sqlState.hasPrefix("08") || sqlState.hasPrefix("28") ? .unavailable : .other
            }
        }
        self.init(kind: kind, code: sqlState, message: Self.text(message, sqlState), statement: statement)
    }

    /// PostgreSQL calls a primary key `table_pkey`; the columns stand in the detail: `Key (source, number)=(…) already exists.`
    private static func keyName(_ constraint: String, table: String?, detail: String?) -> String {
        guard let table, constraint == table + "_pkey", let detail, let open = detail.firstIndex(of: "(") else {
            return constraint
        }
        let names = detail[detail.index(after: open)...].prefix { $0 != ")" }
        return names.split(separator: ",").reduce(table) { $0 + "_" + $1.drop { $0 == " " } } + "_key"
    }

    /// Errors of class 22 quote the value they did not like; it is cut off. A full disk gets advice.
    private static func text(_ message: String, _ sqlState: String) -> String {
        if sqlState.hasPrefix("22") { return String(message.prefix { $0 != "\"" && $0 != ":" }) }
        if sqlState == "53100" { return "\(message): the database server's disk is full; free space there" }
        return message
    }
}
