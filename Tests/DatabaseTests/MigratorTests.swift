import Core
import Database
import Observability
import TestKit
import Testing

@Suite struct MigratorTests {
    private static let first = Migration("a-0001", ["CREATE TABLE a (n \(.bigint) NOT NULL) \(.strict)"])
    private static let second = Migration(
        "a-0002", ["ALTER TABLE a ADD COLUMN m \(.bigint)", "INSERT INTO a (n, m) VALUES (1, 2)"])

    private static func migrate(_ migrations: [Migration], _ database: any Database) async throws -> [String] {
        try await Migrator.migrate(migrations, database: database, clock: SystemClock(), logger: .silent)
    }

    @Test(arguments: Engine.required)
    func `applies what is missing, once and in order`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        #expect(try await Migrator.pending([Self.first, Self.second], database: database) == ["a-0001", "a-0002"])
        #expect(try await Self.migrate([Self.first], database) == ["a-0001"])
        #expect(try await Migrator.pending([Self.first, Self.second], database: database) == ["a-0002"])
        #expect(try await Self.migrate([Self.first, Self.second], database) == ["a-0002"])
        #expect(try await Self.migrate([Self.first, Self.second], database) == [])
        #expect(try await Migrator.pending([Self.first, Self.second], database: database) == [])
        #expect(try await database.read { tx in try tx.rows("SELECT m FROM a") { $0.int(0) } } == [2])
    }

    @Test(arguments: Engine.required)
    func `knows that all is pending before the first start`(engine: Engine) async throws {
        let database = try TestDatabase.open(engine, name: TestDatabase.uniqueName())
        #expect(try await Migrator.pending([Self.first], database: database) == ["a-0001"])
    }

    @Test(arguments: Engine.required)
    func `stops at a changed, an unknown and a repeated step, leaving the schema alone`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: [Self.first])
        let changed = Migration("a-0001", ["CREATE TABLE a (n \(.bigint)) \(.strict)"])
        let later = Migration("b-0001", ["CREATE TABLE b (n \(.bigint))"])
        let cases: [([Migration], MigrationError)] = [
            ([changed, later], .changed("a-0001")), ([later], .unknown(["a-0001"])),
            ([Self.first, later, later], .repeated("b-0001")),
        ]
        for (migrations, expected) in cases {
            await #expect(throws: expected) { try await Self.migrate(migrations, database) }
            await #expect(throws: expected) { try await Migrator.pending(migrations, database: database) }
        }
        #expect(try await Migrator.pending([Self.first, later], database: database) == ["b-0001"])
    }

    @Test(arguments: Engine.required)
    func `leaves nothing of a step that fails, and keeps those before it`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        let broken = Migration("a-0002", ["INSERT INTO a (n) VALUES (1)", "INSERT INTO missing (n) VALUES (1)"])
        await #expect(throws: DatabaseError.self) { try await Self.migrate([Self.first, broken], database) }
        #expect(try await database.read { tx in try tx.first("SELECT count(*) FROM a") { $0.int(0) } } == 0)
        #expect(try await Migrator.pending([Self.first, broken], database: database) == ["a-0002"])
        #expect(try await Self.migrate([Self.first, Self.second], database) == ["a-0002"])
    }

    @Test(arguments: Engine.required)
    func `lets processes that start together apply each step once`(engine: Engine) async throws {
        let name = TestDatabase.uniqueName()
        let migrations =
            [Self.first, Self.second]
            + (1...5).map { Migration("c-\($0)", [Statement(postgres: "INSERT INTO a (n) VALUES (\($0))")]) }
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let database = try TestDatabase.open(engine, name: name, connections: 1)
                    return try await Self.migrate(migrations, database)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == migrations.map(\.name))
        let database = try TestDatabase.open(engine, name: name)
        #expect(try await database.read { tx in try tx.first("SELECT count(*) FROM a") { $0.int(0) } } == 6)
    }
}

extension Statement {
    fileprivate init(postgres both: String) {
        self.init(postgres: both, sqlite: both)
    }
}
