import Core
package import Database
import DatabasePostgres
import DatabaseSQLite
import Glibc
package import Observability
import Synchronization

/// Databases for tests: each its own SQLite file, or its own schema of the test process's PostgreSQL cluster.
package enum TestDatabase {
    private static let counter = Atomic<Int>(0)

    /// A new and empty database with `migrations` applied; it is thrown away with the process.
    /// Throws when PostgreSQL is missing: a test on it fails then, and is never skipped.
    package static func make(
        _ engine: Engine, migrations: [Migration] = [], connections: Int = 3, logger: Logger = .silent
    ) async throws -> any Database {
        let database = try open(engine, name: uniqueName(), connections: connections, logger: logger)
        _ = try await Migrator.migrate(migrations, database: database, clock: SystemClock(), logger: logger)
        return database
    }

    /// Another way into the database of `name`, as a second process has it; makes an empty one when there is none.
    package static func open(
        _ engine: Engine, name: String, connections: Int = 8, logger: Logger = .silent
    ) throws -> any Database {
        switch engine {
        case .sqlite:
            return try SQLiteDatabase(path: sqlitePath(name), readers: connections, logger: logger)
        case .postgres:
            let cluster = try PostgresCluster.shared
            return PostgresDatabase(cluster.connectionString, schema: name, connections: connections, logger: logger)
        }
    }

    package static func uniqueName() -> String {
        "test_\(getpid())_\(counter.add(1, ordering: .relaxed).newValue)"
    }

    /// Where `open` puts the file of `name`.
    package static func sqlitePath(_ name: String) throws -> String {
        try directory.get() + "/\(name).sqlite"
    }

    /// Removed when the process exits.
    private static let directory: Result<String, TestSetupError> = {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/relata-test.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            return .failure(TestSetupError("no directory for test files in \(base): \(String(cString: strerror(errno)))"))
        }
        atexit { TestDatabase.removeDirectory() }
        return .success(String(cString: made))
    }()

    private static func removeDirectory() {
        guard case .success(let path) = directory, let entries = opendir(path) else { return }
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            unlink("\(path)/\(name)")
        }
        closedir(entries)
        rmdir(path)
    }
}

/// Why tests cannot run here.
package struct TestSetupError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
