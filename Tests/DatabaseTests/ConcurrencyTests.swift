import Core
import Database
import Glibc
import Observability
import TestKit
import Testing

@Suite struct ConcurrencyTests {
    private static let migrations = [
        Migration(
            "counters-0001",
            [
                "CREATE TABLE counters (id \(.bigint) NOT NULL PRIMARY KEY, n \(.bigint) NOT NULL) \(.strict)",
                "INSERT INTO counters (id, n) VALUES (1, 0), (2, 0)",
            ])
    ]
    private static let read: Statement = "SELECT n FROM counters WHERE id = $1 \(.forUpdate)"
    private static let set: Statement = "UPDATE counters SET n = $2 WHERE id = $1"
    private static let add: Statement = "UPDATE counters SET n = n + $2 WHERE id = $1"
    private static let sum: Statement = "SELECT CAST(sum(n) AS bigint) FROM counters"
    private static let insert: Statement = "INSERT INTO counters (id, n) VALUES ($1, $2)"

    private static func sum(_ database: any Database) async throws -> Int? {
        try await database.read { tx in try tx.first(Self.sum) { $0.count(0) } }
    }

    @Test(arguments: Engine.required)
    func `loses no update of writers that lock what they read`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<20 {
                        try await database.write { tx in
                            let n = try tx.first(Self.read, [.int(1)]) { $0.int(0) } ?? 0
                            try tx.execute(Self.set, [.int(1), .int(n + 1)])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.sum(database) == 320)
    }

    @Test(arguments: Engine.required)
    func `gives one caller at a time what it holds by a key`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        let entered = Recorder<Int>()
        let left = Recorder<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await database.write { tx in
                        try tx.lock(key: "one at a time")
                        let n = try tx.first("SELECT n FROM counters WHERE id = 1") { $0.int(0) } ?? 0
                        #expect(entered.record(0) == left.events.count + 1)
                        sched_yield()
                        try tx.execute(Self.set, [.int(1), .int(n + 1)])
                        left.record(0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.sum(database) == 16)
    }

    @Test(arguments: Engine.required)
    func `answers each of many writers with its own outcome`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        let outcomes = await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        let value = try await database.write { tx in
                            // Every tenth is a duplicate of the row 1, every seventh throws after it wrote.
                            try tx.execute(Self.insert, [.int(number % 10 == 0 ? 1 : 1000 + number), .int(1)])
                            if number % 7 == 0 { throw CancellationError() }
                            return number * 2
                        }
                        return (number, .success(value))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (number, outcome) in outcomes {
            switch outcome {
            case .success(let value): #expect(value == number * 2 && number % 10 != 0 && number % 7 != 0)
            case .failure(is CancellationError): #expect(number % 7 == 0)
            case .failure(let error as DatabaseError):
                #expect(number % 10 == 0 && error.kind == .duplicate(constraint: "counters_id_key"))
            case .failure(let error): Issue.record(error)
            }
        }
        let kept = (0..<200).filter { $0 % 10 != 0 && $0 % 7 != 0 }.count
        #expect(try await Self.sum(database) == kept)
    }

    @Test func `commits writers that arrive together in one group on SQLite`() async throws {
        let database = try await TestDatabase.make(.sqlite, migrations: Self.migrations)
        let deadline = monotonicMicroseconds() + 20_000_000
        var grouped = false
        while !grouped, monotonicMicroseconds() < deadline {
            let log = Recorder<Bool>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        try await database.write { tx in
                            log.record(false)
                            try tx.execute(Self.add, [.int(1), .int(1)])
                            tx.afterCommit { log.record(true) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let events = log.events
            // Two bodies in a row, and then two commits in a row.
            grouped =
                zip(events, events.dropFirst()).contains { !$0 && !$1 } && zip(events, events.dropFirst()).contains { $0 && $1 }
        }
        #expect(grouped)
    }

    @Test(arguments: Engine.required)
    func `reads one state throughout, and cannot write`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        let looked = Recorder<Int>()
        let wrote = Recorder<Int>()
        let writing = Task {
            while looked.events.isEmpty { await Task.yield() }
            try await database.write { tx in try tx.execute(Self.add, [.int(1), .int(5)]) }
            wrote.record(0)
        }
        let states = try await database.read { tx in
            let before = try tx.first(Self.sum) { $0.int(0) }
            looked.record(0)
            wrote.wait(for: 1)
            return [before, try tx.first(Self.sum) { $0.int(0) }]
        }
        try await writing.value
        #expect(states == [0, 0])
        #expect(wrote.events.count == 1)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { tx in _ = try tx.changes(Self.add, [.int(1), .int(1)]) }
        }
        #expect(error?.kind == .other)
        #expect(try await Self.sum(database) == 5)
    }

    @Test func `runs the loser of a deadlock again`() async throws {
        let database = try await TestDatabase.make(.postgres, migrations: Self.migrations)
        let runs = Recorder<Int>()
        let firstLocks = Recorder<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (mine, other) in [(1, 2), (2, 1)] {
                group.addTask {
                    try await database.write { tx in
                        runs.record(mine)
                        _ = try tx.changes(Self.add, [.int(mine), .int(1)])
                        firstLocks.record(mine)
                        firstLocks.wait(for: 2)
                        do {
                            _ = try tx.changes(Self.add, [.int(other), .int(1)])
                        } catch {
                            // What the body makes of it does not hide the conflict.
                            throw CancellationError()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        // The loser may lose again when it comes back before the winner has taken the row it waited for.
        #expect(runs.events.count >= 3)
        #expect(try await Self.sum(database) == 4)
    }

    @Test(arguments: Engine.required)
    func `drops a write cancelled before its turn, and finishes one that has begun`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations, connections: 1)
        let begun = Recorder<Bool>()
        let released = Recorder<Bool>()
        let running = Task {
            try await database.write { tx in
                begun.record(true)
                released.wait(for: 1)
                try tx.execute(Self.add, [.int(1), .int(1)])
            }
        }
        while begun.events.isEmpty { await Task.yield() }
        running.cancel()
        let asked = Recorder<Int>()
        let waiting = (0..<20).map { number in
            Task {
                asked.record(number)
                try await database.write { tx in try tx.execute(Self.add, [.int(1), .int(10)]) }
            }
        }
        while asked.events.count < waiting.count { await Task.yield() }
        for task in waiting { task.cancel() }
        // They get their answers while the other still runs.
        for task in waiting { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(released.events.isEmpty)
        released.record(true)
        try await running.value
        #expect(try await Self.sum(database) == 1)
        let before = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.read { tx in _ = try tx.first(Self.sum) { $0.int(0) } }
        }
        await #expect(throws: CancellationError.self) { try await before.value }
    }

    @Test(arguments: Engine.required)
    func `finishes running work before it closes, and refuses what comes after`(engine: Engine) async throws {
        let name = TestDatabase.uniqueName()
        let database = try TestDatabase.open(engine, name: name)
        _ = try await Migrator.migrate(Self.migrations, database: database, clock: SystemClock(), logger: .silent)
        let writes = (0..<50).map { _ in
            Task { try await database.write { tx in try tx.execute(Self.add, [.int(1), .int(1)]) } }
        }
        for write in writes.prefix(10) { try await write.value }
        await database.close()
        var done = 10
        for write in writes.dropFirst(10) {
            do {
                try await write.value
                done += 1
            } catch let error as DatabaseError {
                #expect(error.kind == .unavailable)
            }
        }
        await #expect(throws: DatabaseError.self) { try await database.read { tx in try tx.first(Self.sum) { $0.int(0) } } }
        await #expect(throws: DatabaseError.self) { try await database.script("SELECT 1") }
        let again = try TestDatabase.open(engine, name: name)
        #expect(try await Self.sum(again) == done)
    }
}
