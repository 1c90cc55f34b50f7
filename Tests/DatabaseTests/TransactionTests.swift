import Core
import Database
import TestKit
import Testing

@Suite struct TransactionTests {
    private struct Refused: Error, Equatable {}

    private static func keyed(_ number: Int, _ source: String, _ position: Int) -> [SQLValue] {
        [.id(DatabaseConformance.id(number)), .text(source), .int(position)]
    }

    private static func count(_ database: any Database) async throws -> Int {
        try await database.read { tx in try tx.first(DatabaseConformance.count) { $0.count(0) } ?? -1 }
    }

    @Test(arguments: Engine.required)
    func `names a duplicate alike on both engines, found late or at once`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        try await database.write { tx in try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "shop", 1)) }
        let cases: [([SQLValue], String)] = [
            (Self.keyed(2, "shop", 1), "things_source_position_key"), (Self.keyed(1, "shop", 2), "things_id_key"),
        ]
        for (values, name) in cases {
            let atCommit = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in try tx.execute(DatabaseConformance.insertKeyed, values) }
            }
            let atOnce = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in _ = try tx.changes(DatabaseConformance.insertKeyed, values) }
            }
            let atRead = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in
                    try tx.execute(DatabaseConformance.insertKeyed, values)
                    _ = try tx.first(DatabaseConformance.count) { $0.count(0) }
                }
            }
            for error in [atCommit, atOnce, atRead] {
                #expect(error?.kind == .duplicate(constraint: name))
                #expect(error?.statement?.hasPrefix("INSERT INTO things") == true)
                #expect(error?.description.contains("shop") == false)
            }
        }
        #expect(try await Self.count(database) == 1)
    }

    @Test(arguments: Engine.required)
    func `tells broken constraints by name`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let id = SQLValue.id(DatabaseConformance.id(1))
        let cases: [(Statement, DatabaseError.Kind)] = [
            ("INSERT INTO parts (thing_id, size) VALUES ($1, NULL)", .constraint("parts.size")),
            ("INSERT INTO parts (thing_id, size) VALUES ($1, 1)", .constraint("foreign key")),
            ("INSERT INTO things (id, number) VALUES ($1, 13)", .constraint("things_number_check")),
        ]
        for (statement, kind) in cases {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in try tx.execute(statement, [id]) }
            }
            #expect(error?.kind == kind)
        }
    }

    @Test(arguments: Engine.required)
    func `rolls back what a body wrote before it threw, and rethrows that`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations, connections: 1)
        await #expect(throws: Refused()) {
            try await database.write { tx in
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
                throw Refused()
            }
        }
        await #expect(throws: Refused()) {
            try await database.write { tx in
                // An error that was passed over, or that nobody has seen yet, does not hide the body's own.
                try? tx.execute("INSERT INTO things (number) VALUES (1)")
                throw Refused()
            }
        }
        #expect(try await Self.count(database) == 0)
        try await database.write { tx in try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1)) }
        #expect(try await Self.count(database) == 1)
    }

    @Test(arguments: Engine.required)
    func `counts the rows a write changed`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let counts = try await database.write { tx in
            for number in 0..<1200 { try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(number, "a", number)) }
            let none = try tx.changes(
                "INSERT INTO things (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", [.id(DatabaseConformance.id(3))])
            let returned = try tx.rows("UPDATE things SET number = 1 WHERE position < 3 RETURNING position") { $0.int(0) }
            return [none, try tx.changes("DELETE FROM things WHERE position >= $1", [.int(200)]), returned.count]
        }
        #expect(counts == [0, 1000, 3])
    }

    @Test(arguments: Engine.required)
    func `reads for each of many values in their order, seeing what was written before`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let found = try await database.write { tx in
            for number in 0..<700 { try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(number, "a", number)) }
            let wanted: [[SQLValue]] = (0..<600).map { [.int($0 * 2)] }
            return try tx.rows(Self.atPosition, ofEach: wanted) { $0.count(0) }
        }
        #expect(found == (0..<600).map { $0 < 350 ? [$0 * 2] : [] })
        #expect(try await database.read { try $0.rows(Self.atPosition, ofEach: []) { $0.count(0) } } == [])
    }

    @Test(arguments: Engine.required)
    func `one of many reads that fails undoes its savepoint alone`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let count = try await database.write { tx in
            try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
            let error = #expect(throws: DatabaseError.self) {
                try tx.savepoint {
                    let values = [2, 1, 3].map { Self.keyed($0, "a", $0 + 10) }
                    return try tx.rows(Self.insertReturning, ofEach: values) { $0.count(0) }
                }
            }
            #expect(error?.kind == .duplicate(constraint: "things_id_key"))
            return try tx.rows(Self.insertReturning, ofEach: [Self.keyed(4, "a", 4)]) { $0.count(0) }
        }
        #expect(count == [[4]])
        #expect(try await Self.count(database) == 2)
    }

    private static let atPosition: Statement = "SELECT position FROM things WHERE position = $1"
    private static let insertReturning: Statement =
        "INSERT INTO things (id, source, position) VALUES ($1, $2, $3) RETURNING position"

    @Test(arguments: Engine.required)
    func `goes on after a savepoint that failed, keeping what was before and after`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let calls = Recorder<String>()
        try await database.write { tx in
            try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
            let value = try tx.savepoint {
                tx.afterCommit { calls.record("kept") }
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(2, "a", 2))
                return 7
            }
            #expect(value == 7)
            // A duplicate that nothing in the savepoint reads.
            let error = #expect(throws: DatabaseError.self) {
                try tx.savepoint {
                    tx.afterCommit { calls.record("undone") }
                    try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(3, "a", 3))
                    try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(4, "a", 1))
                }
            }
            #expect(error?.kind == .duplicate(constraint: "things_source_position_key"))
            #expect(throws: Refused()) {
                try tx.savepoint {
                    try tx.savepoint { try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(5, "a", 5)) }
                    throw Refused()
                }
            }
            try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(6, "a", 6))
        }
        let positions = try await database.read { tx in
            try tx.rows("SELECT position FROM things ORDER BY position") { $0.count(0) }
        }
        #expect(positions == [1, 2, 6])
        #expect(calls.events == ["kept"])
    }

    @Test(arguments: Engine.required)
    func `does not blame a savepoint for what failed before it`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "b", 1))
                do {
                    try tx.savepoint { try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(2, "a", 2)) }
                } catch {}
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(3, "a", 3))
            }
        }
        #expect(error?.kind == .duplicate(constraint: "things_id_key"))
        #expect(try await Self.count(database) == 0)
    }

    @Test(arguments: Engine.required)
    func `calls what waits for the commit in order, and never after a rollback`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let calls = Recorder<Int>()
        try await database.write { tx in
            tx.afterCommit { calls.record(1) }
            try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
            tx.afterCommit { calls.record(2) }
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                tx.afterCommit { calls.record(3) }
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
            }
        }
        #expect(calls.events == [1, 2])
    }

    @Test(arguments: Engine.required)
    func `prepares again a statement whose first preparation failed`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, connections: 1)
        let statement: Statement = "INSERT INTO late (n) VALUES ($1)"
        let sql: SQL = "SELECT n FROM late WHERE n = \(.int(1))"
        let process = Statement(postgres: "SELECT pg_backend_pid()", sqlite: "SELECT 0")
        let before = try await database.read { tx in try tx.first(process) { $0.int(0) } }
        await #expect(throws: DatabaseError.self) { try await database.write { tx in try tx.execute(statement, [.int(1)]) } }
        await #expect(throws: DatabaseError.self) { try await database.read { tx in try tx.first(sql) { $0.int(0) } } }
        try await database.script("CREATE TABLE late (n bigint); CREATE TABLE later (n bigint)")
        try await database.write { tx in try tx.execute(statement, [.int(1)]) }
        #expect(try await database.read { tx in try tx.first(sql) { $0.int(0) } } == 1)
        #expect(try await database.read { tx in try tx.first(process) { $0.int(0) } } == before, "on the same connection")
    }

    @Test(arguments: Engine.required)
    func `reads anew from a table that was altered since a statement was prepared`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, connections: 1)
        let statement: Statement = "SELECT * FROM wide"
        try await database.script("CREATE TABLE wide (a bigint); INSERT INTO wide VALUES (1)")
        #expect(try await database.read { tx in try tx.first(statement) { $0.int(0) } } == 1)
        try await database.script("ALTER TABLE wide ADD COLUMN b bigint DEFAULT 2")
        #expect(try await database.read { tx in try tx.first(statement) { $0.int(1) } } == 2)
    }

    @Test(arguments: Engine.required)
    func `refuses a wrong number of values and two statements in one`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        let cases: [(Statement, [SQLValue])] = [
            ("SELECT CAST($1 AS bigint)", []), ("SELECT CAST($1 AS bigint)", [.int(1), .int(2)]), ("SELECT 1; SELECT 2", []),
        ]
        for (statement, values) in cases {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { tx in try tx.first(statement, values) { $0.int(0) } }
            }
            #expect(error?.kind == .other)
        }
    }

    @Test(arguments: Engine.required)
    func `runs a statement inside its own rows, and nothing where an engine has no text`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        let statement: Statement = "SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2) t WHERE n > $1 ORDER BY n"
        let pairs = try await database.write { tx in
            try tx.execute(Statement(postgres: "", sqlite: ""))
            return try tx.rows(statement, [.int(0)]) { outer in
                try tx.rows(statement, [.int(0)]) { inner in "\(outer.int(0))\(inner.int(0))" }
            }
        }
        #expect(pairs == [["11", "12"], ["21", "22"]])
    }

    @Test(arguments: Engine.required)
    func `leaves no transaction open that a script began`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations, connections: 1)
        let insert = "INSERT INTO parts (thing_id, size) SELECT id, 1 FROM things"
        for script in ["BEGIN; \(insert)", "BEGIN; \(insert); INSERT INTO missing (n) VALUES (1)"] {
            await #expect(throws: DatabaseError.self) { try await database.script(script) }
            try await database.write { tx in try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1)) }
            try await database.script("DELETE FROM things")
        }
        #expect(try await Self.count(database) == 0)
    }

    @Test(arguments: Engine.required)
    func `cannot go on after an error that was passed over outside of a savepoint`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.execute(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 1))
                _ = try? tx.changes(DatabaseConformance.insertKeyed, Self.keyed(1, "a", 2))
                _ = try? tx.changes(DatabaseConformance.insertKeyed, Self.keyed(2, "a", 2))
            }
        }
        #expect(error?.kind == .duplicate(constraint: "things_id_key"))
        #expect(try await Self.count(database) == 0)
    }
}
