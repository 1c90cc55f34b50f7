/// A failure of the database, without data of rows in its text.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// A unique or primary key constraint; its name is `table_columns_key` on both engines, if unique constraints and indexes
        /// are named so in the schema: PostgreSQL tells their names, SQLite the columns.
        case duplicate(constraint: String)
        /// `foreign key`, the name of a check, or `table.column` that must not be null.
        case constraint(String)
        /// Serialization failure, deadlock, busy: the same body may succeed when run again.
        case retryable
        /// No connection, connection lost, server shutting down. Of a commit: the outcome is unknown.
        case unavailable
        /// Disk full, file read-only, no permission.
        case storage
        case other
    }

    package let kind: Kind
    /// The engine's own code: SQLSTATE, or SQLite's extended result code.
    package let code: String
    package let message: String
    package let statement: String?

    package init(kind: Kind, code: String, message: String, statement: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.statement = statement
    }

    package var description: String {
        "\(message) [\(code)]" + (statement.map { " in: \($0.prefix(200))" } ?? "")
    }
}

extension DatabaseError {
    /// What a call gets after `close`.
    package static let closed = DatabaseError(kind: .unavailable, code: "closed", message: "the database has been closed")

    /// For engines: a script ended inside its transaction, which has been rolled back.
    package static func leftOpen(by script: String) -> DatabaseError {
        DatabaseError(kind: .other, code: "25001", message: "the script left a transaction open", statement: script)
    }
}
