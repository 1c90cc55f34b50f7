import Core
import Database
import DatabasePostgres
import Glibc
import Observability
import Synchronization
import TestKit
import Testing

@Suite struct PostgresFailureTests {
    private static let migrations = [
        Migration(
            "log-0001",
            [
                "CREATE TABLE log (n \(.bigint) NOT NULL)",
                "CREATE TABLE fatal (n \(.bigint) NOT NULL)",
                Statement(
                    postgres: """
                        CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                        """, sqlite: ""),
                Statement(
                    postgres: """
                        CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON fatal DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION hang_up()
                        """, sqlite: ""),
            ])
    ]
    private static let insert: Statement = "INSERT INTO log (n) VALUES ($1)"
    private static let insertFatal: Statement = "INSERT INTO fatal (n) VALUES ($1)"
    private static let count: Statement = "SELECT count(*) FROM log"
    private static let hangUp: Statement = "SELECT pg_terminate_backend(pg_backend_pid())"
    private static let process: Statement = "SELECT pg_backend_pid()"

    private static func count(_ database: any Database) async throws -> Int? {
        try await database.read { tx in try tx.first(Self.count) { $0.count(0) } }
    }

    @Test func `replaces a connection that was closed while nobody used it`() async throws {
        let database = try await TestDatabase.make(.postgres, migrations: Self.migrations, connections: 1)
        let other = try await TestDatabase.make(.postgres, connections: 1)
        let pid = try #require(try await database.read { tx in try tx.first(Self.process) { $0.int(0) } })
        try await other.write { tx in
            // The second argument waits until the process is gone.
            let gone = try tx.first("SELECT pg_terminate_backend(CAST($1 AS integer), 5000)", [.int(pid)]) { $0.bool(0) }
            #expect(gone == true)
        }
        let runs = Recorder<Int>()
        try await database.write { tx in
            runs.record(0)
            try tx.execute(Self.insert, [.int(1)])
        }
        #expect(runs.events.count == 1)
        #expect(try await Self.count(database) == 1)
    }

    @Test func `runs a body again whose connection was lost before the commit`() async throws {
        let database = try await TestDatabase.make(.postgres, migrations: Self.migrations, connections: 1)
        let runs = Recorder<Int>()
        let committed = Recorder<Int>()
        try await database.write { tx in
            try tx.execute(Self.insert, [.int(1)])
            tx.afterCommit { committed.record(0) }
            if runs.record(0) == 1 { _ = try tx.first(Self.hangUp) { $0.bool(0) } }
        }
        #expect(runs.events.count == 2)
        #expect(committed.events.count == 1)
        #expect(try await Self.count(database) == 1)
    }

    @Test func `never runs a body again whose commit was sent, and says that its outcome is unknown`() async throws {
        let database = try await TestDatabase.make(.postgres, migrations: Self.migrations, connections: 1)
        let runs = Recorder<Int>()
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                runs.record(0)
                tx.afterCommit { runs.record(1) }
                try tx.execute(Self.insertFatal, [.int(1)])
            }
        }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("outcome is unknown") == true)
        #expect(runs.events == [0])
        try await database.write { tx in try tx.execute(Self.insert, [.int(1)]) }
        #expect(try await Self.count(database) == 1)
    }

    @Test func `stops a statement that takes too long, and goes on`() async throws {
        var options = PostgresOptions()
        options.statementTimeout = 50
        let database = PostgresDatabase(
            try PostgresCluster.shared.connectionString, schema: "public", connections: 1, options: options, logger: .silent)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { tx in try tx.first("SELECT pg_sleep(20)") { $0.isNull(0) } }
        }
        #expect(error?.code == "57014")
        #expect(try await database.read { tx in try tx.first("SELECT 1") { $0.int(0) } } == 1)
    }

    @Test(arguments: [
        "host=/nowhere/at/all dbname=x user=x", "postgresql://127.0.0.1:1/x?connect_timeout=1", "secret thing",
    ])
    func `fails as unavailable when no server answers`(connection: String) async throws {
        var options = PostgresOptions()
        options.patience = 300
        let database = PostgresDatabase(connection, schema: "x", connections: 2, options: options, logger: .silent)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in try tx.execute(Self.insert, [.int(1)]) }
        }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.isEmpty == false)
        #expect(error?.description.contains("secret") == false)
        await database.close()
    }

    private static let waitingForLocks: Statement =
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"

    @Test func `answers readers while every writer waits for a lock`() async throws {
        let name = TestDatabase.uniqueName()
        let database = try TestDatabase.open(.postgres, name: name, connections: 4)
        let holder = try TestDatabase.open(.postgres, name: name, connections: 1)
        let (isHeld, mayEnd) = (Flag(), Flag())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await holder.write { tx in
                    try tx.lock(key: "readers-first")
                    _ = try tx.first("SELECT 1") { $0.int(0) }
                    isHeld.raise()
                    mayEnd.block()
                }
            }
            defer { mayEnd.raise() }
            try await eventually("the lock is held") { isHeld.isRaised }
            let asked = (0..<8).map { _ in Flag() }
            for flag in asked {
                group.addTask {
                    flag.raise()
                    try await database.write { tx in try tx.lock(key: "readers-first") }
                }
            }
            let observer = try await TestDatabase.make(.postgres, connections: 1)
            try await eventually("the writers wait") {
                let waiting = try await observer.read { tx in try tx.first(Self.waitingForLocks) { $0.count(0) } ?? 0 }
                return asked.allSatisfy(\.isRaised) && waiting >= 3
            }
            let isAnswered = Flag()
            group.addTask {
                for _ in 0..<3 {
                    let answer = try await database.read { tx in try tx.first("SELECT 1") { $0.int(0) } }
                    #expect(answer == 1)
                }
                isAnswered.raise()
            }
            try await eventually("the readers are answered", within: 10) { isAnswered.isRaised }
            mayEnd.raise()
            try await group.waitForAll()
        }
    }

    @Test func `keeps services with schemas of one database apart`() async throws {
        let names = ["\"odd\" name; --", TestDatabase.uniqueName()]
        for name in names {
            let database = try TestDatabase.open(.postgres, name: name, connections: 1)
            let applied = try await Migrator.migrate(
                Self.migrations, database: database, clock: SystemClock(), logger: .silent)
            #expect(applied == ["log-0001"])
            try await database.write { tx in try tx.execute(Self.insert, [.int(1)]) }
            #expect(try await Self.count(database) == 1)
        }
    }
}

/// Raised once, and waited for on the thread of a transaction.
private final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
    func block() { while !isRaised { usleep(1000) } }
}
