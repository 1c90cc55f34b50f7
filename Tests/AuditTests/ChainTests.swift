import Core
import Crypto
import Database
import JSON
import TestKit
import Testing

@testable import Audit

@Suite struct ChainTests {
    @Test(arguments: Engine.required)
    func `an untouched chain is whole, and holds its heads`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed([1, 0, 50])
        let first = try await bench.verify()
        #expect(first.fault == nil && first.intact == 3 && first.number == 3 && first.unsealed == 0)
        try await bench.sealed([2])
        let second = try await bench.verify(heads: [3: first.hash])
        #expect(second.fault == nil && second.intact == 4)
    }

    /// What is done to four entries, and the number that is found to be wrong.
    static let deeds: [(name: String, statements: [String], number: Int64)] = [
        ("an actor is changed", ["UPDATE audit_entries SET actor_name = 'Bob' WHERE number = 2"], 2),
        ("an outcome is changed", ["UPDATE audit_entries SET outcome = 'missing-right' WHERE number = 3"], 3),
        ("records are changed", ["UPDATE audit_entries SET records = '[]' WHERE number = 2"], 2),
        ("a member is no JSON any more", ["UPDATE audit_entries SET details = '{' WHERE number = 4"], 1),
        ("an entry is deleted", ["DELETE FROM audit_entries WHERE number = 2"], 2),
        ("the first is deleted", ["DELETE FROM audit_entries WHERE number = 1"], 1),
        ("the last is deleted", ["DELETE FROM audit_entries WHERE number = 4"], 4),
        (
            "two change places",
            [
                "UPDATE audit_entries SET number = 99 WHERE number = 2", "UPDATE audit_entries SET number = 2 WHERE number = 3",
                "UPDATE audit_entries SET number = 3 WHERE number = 99",
            ], 2
        ),
        (
            "one is deleted and the others move up",
            [
                "DELETE FROM audit_entries WHERE number = 2", "UPDATE audit_entries SET number = 2 WHERE number = 3",
                "UPDATE audit_entries SET number = 3 WHERE number = 4",
            ], 2
        ),
        ("a record does not lead to its entry", ["DELETE FROM audit_records"], 1),
        ("the end of the chain is gone", ["DELETE FROM audit_chain"], 0),
        ("the beginning is moved", ["UPDATE audit_chain SET removed = 2", "DELETE FROM audit_entries WHERE number <= 2"], 3),
    ]

    @Test(arguments: Engine.required, 0..<deeds.count)
    func `tampering is found`(engine: Engine, deed: Int) async throws {
        let deed = Self.deeds[deed]
        let bench = try await AuditBench(engine)
        try await bench.sealed([1, 1, 1, 1])
        try await bench.tamper("SELECT 1")
        for statement in deed.statements { try await bench.raw.script(statement) }
        let report = try await bench.verify()
        #expect(report.fault?.number == deed.number, "\(deed.name): \(String(describing: report.fault))")
    }

    @Test(arguments: Engine.required)
    func `a cut that corrects the end is found by a head alone`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed([1, 1, 1])
        let head = try await bench.verify()
        let second = try await bench.entries()[1]
        try await bench.tamper("DELETE FROM audit_entries WHERE number = 3")
        try await bench.raw.write { tx in
            _ = try tx.changes("UPDATE audit_chain SET number = 2, hash = \(.bytes(second.hash))")
        }
        #expect(try await bench.verify().fault == nil)
        #expect(try await bench.verify(heads: [3: head.hash]).fault?.number == 3)
    }

    @Test(arguments: Engine.required)
    func `a chain written anew is found by a head alone`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed([1, 1])
        let head = try await bench.verify()
        try await bench.tamper("UPDATE audit_entries SET address = '198.51.100.1' WHERE number = 1")
        try await bench.raw.write { tx in
            var hash = AuditChain.beginning
            for sealed in try AuditStore.sealed(after: 0, limit: 10, in: tx) {
                hash = AuditChain.hash(after: hash, sealed.entry, number: sealed.number, service: "test")
                _ = try tx.changes("UPDATE audit_entries SET hash = \(.bytes(hash)) WHERE number = \(.int(sealed.number))")
            }
            _ = try tx.changes("UPDATE audit_chain SET hash = \(.bytes(hash))")
        }
        #expect(try await bench.verify().fault == nil)
        #expect(try await bench.verify(heads: [2: head.hash]).fault?.number == 2)
    }

    @Test(
        arguments: Engine.required,
        [
            "UPDATE audit_entries SET actor_name = 'Bob' WHERE number = 1", "DELETE FROM audit_entries WHERE number = 1",
            "UPDATE audit_entries SET outcome = 'x' WHERE number IS NULL", "DELETE FROM audit_entries WHERE number IS NULL",
            "UPDATE audit_chain SET number = 0", "UPDATE audit_chain SET removed = 9", "DELETE FROM audit_chain",
        ])
    func `the database refuses it`(engine: Engine, statement: String) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed([1])
        try await bench.view([1])
        await #expect(throws: DatabaseError.self) { try await bench.raw.script(statement) }
        let report = try await bench.verify()
        #expect(report.fault == nil && report.intact == 1 && report.unsealed == 1)
    }

    @Test func `a head is good as it was signed and no other way`() throws {
        let key = SigningKey.generate()
        let head = AuditHead(
            at: CivilTime(year: 2026, month: 1, day: 5).timestamp,
            chains: [AuditHead.Chain(service: "test", number: 7, hash: AuditChain.beginning)])
        let signed = head.signed(by: key)
        #expect(try AuditHead(signed, key: key.publicKey) == head)
        #expect(throws: AuditHead.Fault.self) { try AuditHead(signed, key: SigningKey.generate().publicKey) }
        var other = try #require(signed.object)
        other.set("at", "2026-01-06T00:00:00Z")
        #expect(throws: AuditHead.Fault.self) { try AuditHead(.object(other), key: key.publicKey) }
    }
}
