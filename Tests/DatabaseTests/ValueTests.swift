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
}
