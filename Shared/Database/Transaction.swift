/// The work of one transaction, handed to a synchronous closure. Not Sendable: it cannot leave it, be kept by a task or nest.
///
/// Writes whose result nobody reads may be sent late (PostgreSQL pipelines them): their error then surfaces at the next read
/// or at the commit, naming the statement.
package final class Transaction {
    package let engine: Engine
    private let driver: any TransactionDriver
    private var afterCommits: [@Sendable () -> Void] = []
    /// What is done here, told by those who do it to whoever keeps an audit; `nil` where nobody asks, so that telling costs nothing.
    package var notes: TransactionNotes?
    /// Whether a row was written, or may have been.
    package private(set) var hasWritten = false

    package init(_ driver: any TransactionDriver) {
        engine = driver.engine
        self.driver = driver
    }

    /// Runs a write whose result is not needed.
    package func execute(_ statement: Statement, _ values: [SQLValue] = []) throws {
        hasWritten = true
        try driver.execute(statement, values)
    }

    /// Runs a write and says how many rows it changed.
    package func changes(_ statement: Statement, _ values: [SQLValue] = []) throws -> Int {
        let count = try driver.changes(statement, values)
        if count > 0 { hasWritten = true }
        return count
    }

    /// Calls `body` for each row until it returns false. Write after it, not inside: whether the rest of the rows then shows the
    /// write is up to the engine. PostgreSQL hands over the whole result before the first row, so limit it in SQL.
    package func each(_ statement: Statement, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws {
        try driver.each(statement, values, body)
    }

    /// As `each`, for text put together per call.
    package func each(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        try driver.each(sql, body)
    }

    /// Runs a write put together per call and says how many rows it changed.
    package func changes(_ sql: SQL) throws -> Int {
        let count = try driver.changes(sql)
        if count > 0 { hasWritten = true }
        return count
    }

    /// Holds until the end of the transaction; others with the same key wait. SQLite has one writer, so there it does nothing.
    package func lock(key: String) throws {
        try driver.lock(key: key)
    }

    /// Runs inside a savepoint: when `body` throws, what it wrote is undone and the transaction can go on. Errors of writes in
    /// `body` surface here at the latest, so a duplicate can be caught around this call.
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        let (kept, keptNotes) = (afterCommits.count, notes)
        var result: T?
        do {
            try driver.savepoint { result = try body() }
        } catch {
            afterCommits.removeSubrange(kept...)
            notes = keptNotes
            throw error
        }
        guard let result else { preconditionFailure("the savepoint neither ran its body nor threw") }
        return result
    }

    /// Called once the transaction is durable; not called when it rolls back. For waking workers, never for work.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        afterCommits.append(action)
    }

    /// For engines: takes the actions to run after the commit, leaving none.
    package func takeAfterCommits() -> [@Sendable () -> Void] {
        defer { afterCommits = [] }
        return afterCommits
    }

    package func rows<T>(_ statement: Statement, _ values: [SQLValue] = [], _ decode: (Row) throws -> T) throws -> [T] {
        var out: [T] = []
        try each(statement, values) { row in
            out.append(try decode(row))
            return true
        }
        return out
    }

    /// The rows for each of `values`, in their order. PostgreSQL is asked for all of them at once: one round trip.
    package func rows<T>(
        _ statement: Statement, ofEach values: [[SQLValue]], _ decode: (Row) throws -> T
    ) throws -> [[T]] {
        var out: [[T]] = Array(repeating: [], count: values.count)
        try driver.each(statement, ofEach: values) { index, row in out[index].append(try decode(row)) }
        return out
    }

    package func first<T>(_ statement: Statement, _ values: [SQLValue] = [], _ decode: (Row) throws -> T) throws -> T? {
        var out: T?
        try each(statement, values) { row in
            out = try decode(row)
            return false
        }
        return out
    }

    package func rows<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> [T] {
        var out: [T] = []
        try each(sql) { row in
            out.append(try decode(row))
            return true
        }
        return out
    }

    package func first<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T? {
        var out: T?
        try each(sql) { row in
            out = try decode(row)
            return false
        }
        return out
    }
}
