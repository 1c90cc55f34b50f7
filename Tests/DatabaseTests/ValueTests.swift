import Core
import Database
import TestKit
import Testing

@Suite struct ValueTests {
    struct Stored: Equatable, Sendable {
        var flag: Bool?
        var number: Int64?
        var ratio: Double?
        var name: String?
        var content: [UInt8]?
        var document: [UInt8]?
        var at: Timestamp?

        init(_ row: Row) {
            flag = row.isNull(0) ? nil : row.bool(0)
            number = row.intOrNil(1)
            ratio = row.isNull(2) ? nil : row.double(2)
            name = row.textOrNil(3)
            content = row.bytesOrNil(4)
            document = row.bytesOrNil(5)
            at = row.timeOrNil(6)
        }

        init(
            flag: Bool? = nil, number: Int64? = nil, ratio: Double? = nil, name: String? = nil, content: [UInt8]? = nil,
            document: String? = nil, at: Timestamp? = nil
        ) {
            (self.flag, self.number, self.ratio, self.name) = (flag, number, ratio, name)
            (self.content, self.document, self.at) = (content, document.map { Array($0.utf8) }, at)
        }

        func values(_ id: ID) -> [SQLValue] {
            [
                .id(id), flag.map { .bool($0) } ?? .null, .int(number), ratio.map { .double($0) } ?? .null, .text(name),
                .bytes(content), document.map { .json($0) } ?? .null, .time(at),
            ]
        }
    }

    static let samples: [Stored] = [
        Stored(),
        Stored(flag: true, number: 0, ratio: 0, name: "", content: [], document: "{}", at: Timestamp(microseconds: 0)),
        Stored(flag: false, number: .max, ratio: .greatestFiniteMagnitude, name: "Ünïcødé 漢字 👩‍👩‍👧 e\u{301}"),
        Stored(number: .min, ratio: -.leastNonzeroMagnitude, name: "'\"\\$1?1; --\n\t"),
        Stored(ratio: 0.1, content: Array(0...255), document: #"{"b" :1,"a": [1.50, "\u0000"] }"#),
        Stored(ratio: .infinity, at: Timestamp(microseconds: 4_102_444_799_999_999)),
        Stored(ratio: -1e-300, at: Timestamp(microseconds: -62_135_596_800_000_000)),
        Stored(name: String(repeating: "ы", count: 500_000), content: [UInt8](repeating: 0x5c, count: 1 << 20)),
    ]

    @Test(arguments: Engine.required, samples.indices)
    func `gives back every value as it was stored`(engine: Engine, index: Int) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let sample = Self.samples[index]
        let id = DatabaseConformance.id(index)
        try await database.write { tx in try tx.execute(DatabaseConformance.insert, sample.values(id)) }
        let found = try await database.read { tx in
            try tx.first(DatabaseConformance.select, [.id(id)]) { Stored($0) }
        }
        #expect(found == sample)
    }

    @Test(arguments: Engine.required, [SQLValue.text("a\0b"), .json(Array("{\"a\":\"\0\"}".utf8))])
    func `refuses text with a zero byte before storing anything`(engine: Engine, value: SQLValue) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.execute(
                    DatabaseConformance.insert,
                    [.id(DatabaseConformance.id(1)), .null, .null, .null, value, .null, .null, .null])
            }
        }
        #expect(error?.kind == .constraint("text"))
        #expect(try await database.read { tx in try tx.first(DatabaseConformance.count) { $0.count(0) } } == 0)
    }

    @Test(arguments: Engine.required)
    func `refuses a double that is not a number`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.execute(
                    "INSERT INTO things (id, ratio) VALUES ($1, $2)", [.id(DatabaseConformance.id(1)), .double(.nan)])
            }
        }
        #expect(error?.kind == .constraint("double"))
    }

    @Test(arguments: Engine.required)
    func `gives zero values for nulls read as if they could not be`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        let row = try await database.read { tx in
            try tx.first("SELECT CAST(NULL AS bigint), CAST(NULL AS text)") { row in
                (row.int(0), row.double(0), row.bool(0), row.time(0), row.text(1), row.bytes(1), row.id(1))
            }
        }
        let found = try #require(row)
        #expect(found.0 == 0 && found.1 == 0 && !found.2 && found.3 == Timestamp(microseconds: 0))
        #expect(found.4.isEmpty && found.5.isEmpty && found.6 == ID(high: 0, low: 0))
    }

    @Test(arguments: Engine.required)
    func `binds a number to whatever numeric type the place has`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        let found = try await database.read { tx in
            try tx.first(
                "SELECT CAST($1 AS smallint), CAST($2 AS integer), 1 + $3, CAST($4 AS double precision), 7 LIMIT $5",
                [.int(7), .int(-70_000), .int(41), .int(3), .int(1)]
            ) { [Double($0.int(0)), Double($0.int(1)), Double($0.int(2)), $0.double(3), $0.double(4)] }
        }
        #expect(found == [7, -70_000, 42, 3, 7])
    }

    @Test func `names the remedy for a column PostgreSQL gives in a type that cannot be read`() async throws {
        let database = try await TestDatabase.make(.postgres)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { tx in try tx.first("SELECT sum(n) FROM (SELECT CAST(1 AS bigint) AS n) t") { $0.int(0) } }
        }
        #expect(error?.message.contains("CAST") == true)
        let sum = try await database.read { tx in
            try tx.first("SELECT CAST(sum(n) AS bigint) FROM (SELECT CAST(5 AS bigint) AS n) t") { $0.int(0) }
        }
        #expect(sum == 5)
    }

    @Test func `reads jsonb without its version byte`() async throws {
        let database = try await TestDatabase.make(.postgres)
        let text = try await database.read { tx in try tx.first("SELECT CAST('[1]' AS jsonb)") { $0.text(0) } }
        #expect(text == "[1]")
    }

    @Test(arguments: Engine.required)
    func `sorts text by its bytes`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: DatabaseConformance.migrations)
        let names = ["b", "Ä", "a", "Z", "", "~", "é", "aa"]
        try await database.write { tx in
            for (index, name) in names.enumerated() {
                try tx.execute(
                    "INSERT INTO things (id, name) VALUES ($1, $2)", [.id(DatabaseConformance.id(index)), .text(name)])
            }
        }
        let sorted = try await database.read { tx in try tx.rows("SELECT name FROM things ORDER BY name") { $0.text(0) } }
        #expect(sorted == names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }
}
