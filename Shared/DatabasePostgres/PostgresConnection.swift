import Database

/// A connection that runs one transaction at a time, used by one thread.
final class PostgresConnection {
    private let pipeline: PostgresPipeline

    /// From here on, a lost connection leaves the outcome of the transaction unknown.
    private(set) var commitWasSent = false

    init(_ connectionString: String, schema: String, options: PostgresOptions) throws {
        let handle = try PostgresHandle(
            connectionString,
            defaults: [
                ("fallback_application_name", options.applicationName), ("connect_timeout", "5"), ("keepalives_idle", "30"),
                ("keepalives_interval", "10"), ("tcp_user_timeout", "30000"), ("client_encoding", "UTF8"),
            ])
        pipeline = PostgresPipeline(handle)
        let quoted = "\"" + schema.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        // Compiling a plan takes longer than any statement of ours should run.
        try handle.run(
            script: """
                SET search_path TO \(quoted); SET statement_timeout = \(options.statementTimeout);
                SET idle_in_transaction_session_timeout = \(options.idleInTransactionTimeout);
                SET client_min_messages = warning; SET jit = off
                """)
    }

    /// What the transaction failed by, seen by its body or not.
    var failure: DatabaseError? { pipeline.failure }

    /// False when it must be closed, or when the server has closed it since its last use; waits for nothing.
    func isUsable() -> Bool {
        !pipeline.isSpent && pipeline.handle.isStillThere()
    }

    func run(script: String) throws {
        do {
            try pipeline.handle.run(script: script)
            guard pipeline.handle.isIdle else { throw DatabaseError.leftOpen(by: script) }
        } catch {
            if !pipeline.handle.isOpen || !pipeline.handle.isIdle { pipeline.spend() }
            throw error
        }
    }

    private static let beginWrite = Statement(postgres: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", sqlite: "")
    private static let beginRead = Statement(postgres: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", sqlite: "")
    private static let commit = Statement(postgres: "COMMIT", sqlite: "")
    private static let rollback = Statement(postgres: "ROLLBACK", sqlite: "")
    private static let savepoint = Statement(postgres: "SAVEPOINT s", sqlite: "")
    private static let release = Statement(postgres: "RELEASE s", sqlite: "")
    private static let rollbackToSavepoint = Statement(postgres: "ROLLBACK TO s", sqlite: "")
    /// The search path is the schema: services in one database do not wait for each other.
    private static let lock = Statement(
        postgres: "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('search_path') || '/' || $1, 0))", sqlite: "")

    func begin(readOnly: Bool) throws {
        commitWasSent = false
        try pipeline.send(readOnly ? Self.beginRead : Self.beginWrite, [])
    }

    /// Returns once the server has committed.
    func commit() throws {
        if let failure { throw failure }
        commitWasSent = true
        try pipeline.send(Self.commit, [])
        pipeline.sync()
        guard let failure else { return }
        guard failure.kind == .unavailable else { throw failure }
        throw DatabaseError(
            kind: .unavailable, code: failure.code,
            message: "the connection was lost during a commit, whose outcome is unknown: \(failure.message)")
    }

    /// Leaves no transaction open, or the connection not usable. Does not throw: what failed is known already.
    func rollback() {
        var rounds = 0
        while !pipeline.isSpent, rounds < 3 {
            // Skipped by the server if something before it fails; then the next round finds it out.
            if failure == nil { try? pipeline.send(Self.rollback, []) }
            pipeline.recover()
            if failure == nil, pipeline.handle.isIdle { return }
            rounds += 1
        }
        pipeline.spend()
    }
}

extension PostgresConnection: TransactionDriver {
    var engine: Engine { .postgres }

    func execute(_ statement: Statement, _ values: [SQLValue]) throws {
        guard !statement.postgres.isEmpty else { return }
        try pipeline.send(statement, values)
    }

    func changes(_ statement: Statement, _ values: [SQLValue]) throws -> Int {
        try pipeline.send(statement, values)
        return try pipeline.fetch().changes
    }

    func changes(_ sql: SQL) throws -> Int {
        try pipeline.send(sql)
        return try pipeline.fetch().changes
    }

    func each(_ statement: Statement, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws {
        try pipeline.send(statement, values)
        try pipeline.fetch().each(in: statement.postgres, body)
    }

    func each(
        _ statement: Statement, ofEach values: [[SQLValue]], _ body: (_ index: Int, _ row: Row) throws -> Void
    ) throws {
        for start in stride(from: 0, to: values.count, by: PostgresPipeline.mostAtOnce) {
            let some = values[start..<min(start + PostgresPipeline.mostAtOnce, values.count)]
            for (index, result) in zip(some.indices, try pipeline.results(of: statement, some)) {
                try result.each(in: statement.postgres) { row in
                    try body(index, row)
                    return true
                }
            }
        }
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        try pipeline.send(sql)
        try pipeline.fetch().each(in: sql.postgres, body)
    }

    func lock(key: String) throws {
        try pipeline.send(Self.lock, [.text(key)])
    }

    /// Names nest: an inner savepoint hides the outer one until it is released.
    func savepoint(_ body: () throws -> Void) throws {
        try pipeline.send(Self.savepoint, [])
        let mark = pipeline.lastNumber
        do {
            try body()
            try pipeline.send(Self.release, [])
            try pipeline.settle()
        } catch {
            // The error may have come from what was sent before, and what was sent inside may hold another.
            if failure == nil { try? pipeline.settle() }
            if failure != nil {
                guard pipeline.failureNumber > mark, !pipeline.isSpent else { throw error }
                pipeline.recover()
            }
            try pipeline.send(Self.rollbackToSavepoint, [])
            try pipeline.send(Self.release, [])
            throw error
        }
    }
}
