import Database

/// A handle with its prepared statements. Unchecked because one thread uses it at a time: the writer's own, or whoever has
/// checked it out of `SQLiteReaders`; both hand it over under a lock.
final class SQLiteConnection: @unchecked Sendable {
    private static let busyMilliseconds: Int32 = 10_000

    let handle: SQLiteHandle
    private let isReader: Bool
    /// As on PostgreSQL, an error ends the transaction, or the savepoint it happened in: what is tried after it throws it again.
    /// SQLite itself would go on, and after a full disk may do so without any transaction.
    private var failure: DatabaseError?
    private var prepared: [SQLiteStatement?] = []
    private var dynamic = StatementCache<SQLiteStatement>(capacity: 64)

    /// For the one writer: sets the file up.
    static func writer(path: String) throws -> SQLiteConnection {
        // FULL: a commit is on the disk when it returns, also when the power goes.
        try SQLiteConnection(
            path: path, isReader: false,
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -12000; PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF;
            """)
    }

    /// Refuses writes.
    static func reader(path: String) throws -> SQLiteConnection {
        try SQLiteConnection(
            path: path, isReader: true,
            "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2000; PRAGMA trusted_schema = OFF;")
    }

    private init(path: String, isReader: Bool, _ settings: String) throws {
        self.isReader = isReader
        handle = try SQLiteHandle(path: path, busyMilliseconds: Self.busyMilliseconds)
        try handle.run(script: settings)
    }

    deinit {
        for statement in prepared { statement?.finalize() }
        for statement in dynamic.removeAll() { statement.finalize() }
    }

    private static let begin = Statement(postgres: "", sqlite: "BEGIN")
    private static let beginImmediate = Statement(postgres: "", sqlite: "BEGIN IMMEDIATE")
    private static let commit = Statement(postgres: "", sqlite: "COMMIT")
    private static let rollback = Statement(postgres: "", sqlite: "ROLLBACK")
    private static let savepoint = Statement(postgres: "", sqlite: "SAVEPOINT s")
    private static let release = Statement(postgres: "", sqlite: "RELEASE s")
    private static let rollbackToSavepoint = Statement(postgres: "", sqlite: "ROLLBACK TO s")

    func beginRead() throws { try begin(Self.begin) }
    func beginWrite() throws { try begin(Self.beginImmediate) }
    func commit() throws { try execute(Self.commit, []) }

    private func begin(_ statement: Statement) throws {
        failure = nil
        try execute(statement, [])
    }

    /// Leaves no transaction open. It fails only where SQLite has rolled back by itself.
    func rollback() {
        failure = nil
        if !handle.isIdle { try? execute(Self.rollback, []) }
    }

    private func prepare(_ text: String) throws -> SQLiteStatement {
        if let failure { throw failure }
        do {
            return try handle.prepare(text)
        } catch {
            failure = error as? DatabaseError
            throw error
        }
    }

    private func run(
        _ statement: SQLiteStatement, _ text: String, _ values: [SQLValue], _ body: (Row) throws -> Bool
    ) throws {
        if let failure { throw failure }
        guard !statement.isBusy else {
            // The same statement inside its own rows.
            let second = try handle.prepare(text)
            defer { second.finalize() }
            return try run(second, text, values, body)
        }
        defer { statement.reset() }
        guard values.count == statement.parameterCount else {
            throw SQLiteHandle.misuse("\(values.count) values for \(statement.parameterCount) parameters", text)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            try value.checkStorable(in: text)
            let code = statement.bind(value, at: index)
            guard code == 0 else { throw failed(code, text) }
        }
        let row = Row(statement)
        while true {
            switch statement.step() {
            case .row: if try !body(row) { return }
            case .done: return
            case .failed(let code): throw failed(code, text)
            }
        }
    }

    private func failed(_ code: Int32, _ text: String) -> DatabaseError {
        let error = isReader ? handle.failureOfRead(code, in: text) : handle.failure(code, in: text)
        failure = error
        return error
    }
}

extension SQLiteConnection: TransactionDriver {
    var engine: Engine { .sqlite }

    func execute(_ statement: Statement, _ values: [SQLValue]) throws {
        guard !statement.sqlite.isEmpty else { return }
        try each(statement, values) { _ in false }
    }

    func changes(_ statement: Statement, _ values: [SQLValue]) throws -> Int {
        try each(statement, values) { _ in true }
        return handle.changes
    }

    func changes(_ sql: SQL) throws -> Int {
        try each(sql) { _ in true }
        return handle.changes
    }

    func each(_ statement: Statement, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws {
        if statement.index >= prepared.count {
            prepared += Array(repeating: nil, count: statement.index - prepared.count + 1)
        }
        let found: SQLiteStatement
        if let made = prepared[statement.index] {
            found = made
        } else {
            found = try prepare(statement.sqlite)
            prepared[statement.index] = found
        }
        try run(found, statement.sqlite, values, body)
    }

    func each(
        _ statement: Statement, ofEach values: [[SQLValue]], _ body: (_ index: Int, _ row: Row) throws -> Void
    ) throws {
        for index in values.indices {
            try each(statement, values[index]) { row in
                try body(index, row)
                return true
            }
        }
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        let found: SQLiteStatement
        if let made = dynamic.find(sql.sqlite) {
            found = made
        } else {
            found = try prepare(sql.sqlite)
            dynamic.insert(found, for: sql.sqlite, isBusy: \.isBusy)?.finalize()
        }
        try run(found, sql.sqlite, sql.values, body)
    }

    func lock(key: String) throws {}

    /// Names nest: an inner savepoint hides the outer one until it is released.
    func savepoint(_ body: () throws -> Void) throws {
        try execute(Self.savepoint, [])
        do {
            try body()
            try execute(Self.release, [])
        } catch {
            // A full disk may end the whole transaction, and with it the savepoint.
            guard !handle.isIdle else { throw error }
            failure = nil
            try execute(Self.rollbackToSavepoint, [])
            try execute(Self.release, [])
            throw error
        }
    }
}
