/// The work of one transaction, handed to a synchronous closure. Not Sendable: it cannot leave it, be kept by a task or nest.
/// Engines subclass it.
///
/// Writes whose result nobody reads may be sent late (PostgreSQL pipelines them): their error then surfaces at the next read
/// or at the commit, naming the statement.
package class Transaction {
    package let engine: Engine
    private var afterCommits: [@Sendable () -> Void] = []

    package init(engine: Engine) {
        self.engine = engine
    }

    /// Runs a write whose result is not needed.
    package func execute(_ statement: Statement, _ values: [SQLValue] = []) throws {
        preconditionFailure("an engine overrides this")
    }

    /// Runs a write and says how many rows it changed.
    package func changes(_ statement: Statement, _ values: [SQLValue] = []) throws -> Int {
        preconditionFailure("an engine overrides this")
    }

    /// Calls `body` for each row until it returns false.
    package func each(_ statement: Statement, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws {
        preconditionFailure("an engine overrides this")
    }

    /// As `each`, for text put together per call.
    package func each(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        preconditionFailure("an engine overrides this")
    }

    /// Runs a write put together per call and says how many rows it changed.
    package func changes(_ sql: SQL) throws -> Int {
        preconditionFailure("an engine overrides this")
    }

    /// Holds until the end of the transaction; others with the same key wait. SQLite has one writer, so there it does nothing.
    package func lock(key: String) throws {
        preconditionFailure("an engine overrides this")
    }

    /// Runs inside a savepoint: when `body` throws, what it wrote is undone and the transaction can go on.
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        preconditionFailure("an engine overrides this")
    }

    /// Called once the transaction is durable; not called when it rolls back. For waking workers, never for work.
    package final func afterCommit(_ action: @escaping @Sendable () -> Void) {
        afterCommits.append(action)
    }

    /// For engines: takes the actions to run after the commit, leaving none.
    package final func takeAfterCommits() -> [@Sendable () -> Void] {
        defer { afterCommits = [] }
        return afterCommits
    }

    package final func rows<T>(_ statement: Statement, _ values: [SQLValue] = [], _ decode: (Row) throws -> T) throws -> [T] {
        var out: [T] = []
        try each(statement, values) { row in
            out.append(try decode(row))
            return true
        }
        return out
    }

    package final func first<T>(_ statement: Statement, _ values: [SQLValue] = [], _ decode: (Row) throws -> T) throws -> T? {
        var out: T?
        try each(statement, values) { row in
            out = try decode(row)
            return false
        }
        return out
    }

    package final func rows<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> [T] {
        var out: [T] = []
        try each(sql) { row in
            out.append(try decode(row))
            return true
        }
        return out
    }

    package final func first<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T? {
        var out: T?
        try each(sql) { row in
            out = try decode(row)
            return false
        }
        return out
    }
}
