import Core
import Database
import TestKit
import Testing

@Suite struct SQLTests {
    @Test func `numbers the values of joined parts on`() {
        var sql: SQL = "SELECT \(constant: "id, name") FROM t WHERE a = \(.int(1)) AND b = \(.text("x"))"
        let condition: SQL = "c IN (\(.int(3)), \(.int(4)))"
        sql += " AND (\(condition) OR d = \(.null)) AND e = '$' AND f = '?x' \(.forUpdate)"
        #expect(
            sql.postgres == """
                SELECT id, name FROM t WHERE a = $1 AND b = $2 AND (c IN ($3, $4) OR d = $5) AND e = '$' AND f = '?x' FOR UPDATE
                """)
        #expect(
            sql.sqlite == """
                SELECT id, name FROM t WHERE a = ?1 AND b = ?2 AND (c IN (?3, ?4) OR d = ?5) AND e = '$' AND f = '?x' \("")
                """)
        #expect(sql.values == [.int(1), .text("x"), .int(3), .int(4), .null])
    }

    @Test func `spells parameters and fragments for each engine, and leaves other signs alone`() {
        let statement: Statement = "SELECT '$' || name FROM t WHERE a = $1 AND b LIKE '$%' AND c = $12 \(.forUpdate) -- $"
        #expect(statement.sqlite == "SELECT '$' || name FROM t WHERE a = ?1 AND b LIKE '$%' AND c = ?12  -- $")
        #expect(statement.postgres == "SELECT '$' || name FROM t WHERE a = $1 AND b LIKE '$%' AND c = $12 FOR UPDATE -- $")
    }

    @Test func `counts beyond nine`() {
        var sql: SQL = "\(.int(1))"
        for number in 2...12 { sql += ", \(.int(number))" }
        #expect(sql.postgres == "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12")
        #expect(sql.sqlite == "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12")
    }

    @Test(arguments: Engine.required)
    func `runs more texts than a connection keeps prepared`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations, connections: 1)
        try await database.write { tx in
            for round in 0..<2 {
                for size in 1...150 {
                    var sql: SQL = "SELECT CAST(\(.int(round)) AS bigint)"
                    for number in 1...size { sql += " + \(.int(number))" }
                    guard try tx.first(sql, { $0.count(0) }) == round + size * (size + 1) / 2 else {
                        Issue.record("a sum of \(size) in round \(round) is wrong")
                        return
                    }
                }
            }
            let changed = try tx.changes(
                "INSERT INTO things (id, name) VALUES (\(.id(DatabaseConformance.id(1))), \(.text("a")))")
            #expect(changed == 1)
        }
    }

    @Test func `keeps the statement used last and lets go of the oldest that is idle`() {
        var cache = StatementCache<Int>(capacity: 2)
        #expect(cache.insert(1, for: "one") == nil)
        #expect(cache.insert(2, for: "two") == nil)
        #expect(cache.find("one") == 1)
        #expect(cache.insert(3, for: "three") == 2)
        #expect(cache.insert(4, for: "four", isBusy: { $0 == 1 }) == 3)
        #expect(cache.find("one") == 1 && cache.find("two") == nil && cache.find("four") == 4)
        #expect(cache.insert(5, for: "five", isBusy: { _ in true }) == nil)
        #expect(cache.removeAll().sorted() == [1, 4, 5])
    }
}
