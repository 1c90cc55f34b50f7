package import Database
import Glibc
package import Observability

/// An SQLite file in WAL mode: one writer on a thread of its own, and readers that run where the caller stands, so that a short
/// read costs no switch of threads.
///
/// A write returns once its commit is on the disk (`synchronous = FULL`); writes that arrive together share one commit.
/// One process writes a file at a time: another one waits for up to 10 seconds and then fails as `retryable`.
package final class SQLiteDatabase: Database {
    package let engine = Engine.sqlite

    private let readers: SQLiteReaders
    private let requests = WorkQueue<SQLiteRequest>()
    private let logger: Logger

    /// Opens `path`, or makes it for its owner alone (mode 0600); the directory must exist. At most `readers` reads run at once.
    package init(path: String, readers: Int, logger: Logger) throws {
        try Self.create(path)
        self.readers = SQLiteReaders(path: path, limit: readers)
        self.logger = logger
        let writer = SQLiteWriter(connection: try SQLiteConnection.writer(path: path))
        requests.startThread { writer.serve($0) }
    }

    deinit {
        requests.close()
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try await reportingStorage {
            try await BodyWork.submit(body) { requests.put(.write($0)) }
        }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await reportingStorage {
            let connection = try await readers.checkOut()
            defer { readers.checkIn(connection) }
            try connection.beginRead()
            defer { connection.rollback() }
            let tx = Transaction(connection)
            let result = try body(tx)
            for action in tx.takeAfterCommits() { action() }
            return result
        }
    }

    package func script(_ sql: String) async throws {
        try await reportingStorage {
            try await BodyWork<Void>.submit({ _ in }) { requests.put(.script(sql, $0)) }
        }
    }

    package func close() async {
        await readers.close()
        requests.close()
        // The last connection to go moves the log into the file.
        await requests.ended()
    }

    /// Says once per failed call in the log what a full or failing disk wants from the operator.
    private func reportingStorage<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError where error.kind == .storage {
            logger.error("the database file failed", ["error": error.message, "code": error.code])
            throw error
        }
    }

    /// SQLite gives its log and index files the mode of the file.
    private static func create(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw DatabaseError(
                kind: .storage, code: "open",
                message: "\(path) cannot be opened: \(reason); check the data directory's path, owner and free space")
        }
        Glibc.close(descriptor)
    }
}
