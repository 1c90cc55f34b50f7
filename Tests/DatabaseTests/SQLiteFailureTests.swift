import Core
import Database
import DatabaseSQLite
import Glibc
import Observability
import TestKit
import Testing

@Suite struct SQLiteFailureTests {
    private static let migrations = [
        Migration("log-0001", ["CREATE TABLE log (n \(.bigint) NOT NULL, content \(.bytes)) \(.strict)"])
    ]
    private static let insert: Statement = "INSERT INTO log (n, content) VALUES ($1, $2)"

    private static func numbers(_ database: any Database) async throws -> [Int64] {
        try await database.read { tx in try tx.rows("SELECT n FROM log ORDER BY n") { $0.int(0) } }
    }

    @Test func `says what to do when the disk is full, spares the neighbours, and goes on when there is room`() async throws {
        let database = try await TestDatabase.make(.sqlite, migrations: Self.migrations)
        let pages = try await database.read { tx in try tx.first("PRAGMA page_count") { $0.int(0) } ?? 0 }
        try await database.script("PRAGMA max_page_count = \(pages + 20)")
        let failures = await withTaskGroup(of: (Int, DatabaseError?).self) { group in
            for number in 0..<40 {
                group.addTask {
                    let size = number % 8 == 3 ? 1 << 20 : 10
                    do {
                        try await database.write { tx in
                            try tx.execute(Self.insert, [.int(number), .bytes([UInt8](repeating: 7, count: size))])
                        }
                        return (number, nil)
                    } catch {
                        return (number, error as? DatabaseError)
                    }
                }
            }
            return await group.reduce(into: [Int: DatabaseError]()) { $0[$1.0] = $1.1 }
        }
        #expect(failures.keys.sorted() == [3, 11, 19, 27, 35])
        for error in failures.values {
            #expect(error.kind == .storage)
            #expect(error.message.contains("free space"))
        }
        #expect(try await Self.numbers(database) == (0..<40).filter { $0 % 8 != 3 })
        try await database.script("PRAGMA max_page_count = 1000000")
        try await database.write { tx in try tx.execute(Self.insert, [.int(100), .bytes([UInt8](repeating: 7, count: 1 << 20))]) }
        #expect(try await Self.numbers(database).last == 100)
    }

    @Test func `makes the file and what belongs to it for the owner alone`() async throws {
        let name = TestDatabase.uniqueName()
        let database = try TestDatabase.open(.sqlite, name: name)
        _ = try await Migrator.migrate(Self.migrations, database: database, clock: SystemClock(), logger: .silent)
        for suffix in ["", "-wal", "-shm"] {
            var status = stat()
            let path = try TestDatabase.sqlitePath(name) + suffix
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "the mode of the file '\(suffix)'")
        }
        await database.close()
        let log = try TestDatabase.sqlitePath(name) + "-wal"
        #expect(access(log, F_OK) != 0, "closing has moved the log into the file")
    }

    @Test(arguments: ["/nowhere/at/all.sqlite", "/proc/self/status", "/tmp"])
    func `says what to do when the file cannot be opened`(path: String) throws {
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path, readers: 1, logger: .silent) }
        #expect(error?.kind == .storage)
        #expect(error?.message.contains("check") == true)
    }

    @Test func `refuses a file that is no database`() throws {
        let path = try TestDatabase.sqlitePath(TestDatabase.uniqueName())
        let file = try #require(fopen(path, "w"))
        for _ in 0..<200 { fputs("not a database ", file) }
        fclose(file)
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path, readers: 1, logger: .silent) }
        #expect(error?.kind == .storage)
        #expect(error?.message.contains("not a database") == true)
    }

    @Test func `waits for a reader when all are out`() async throws {
        let database = try await TestDatabase.make(.sqlite, migrations: Self.migrations, connections: 1)
        try await database.write { tx in try tx.execute(Self.insert, [.int(1), .null]) }
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await Self.numbers(database).count } }
            return try await group.reduce(0, +)
        }
        #expect(sums == 100)
        await database.close()
    }

    @Test func `shares a file between processes, each with its own writer`() async throws {
        let name = TestDatabase.uniqueName()
        let databases = try (0..<2).map { _ in try TestDatabase.open(.sqlite, name: name) }
        _ = try await Migrator.migrate(Self.migrations, database: databases[0], clock: SystemClock(), logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    try await databases[number % 2].write { tx in try tx.execute(Self.insert, [.int(number), .null]) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.numbers(databases[1]) == Array(0..<60))
    }
}
