import Core
import Database
import JSON
import Observability
import TestKit
import Testing

@testable import Audit

@Suite struct TrailTests {
    private struct Failure: Error {}

    private func insert(_ name: String, _ bench: AuditBench, failing: Bool = false) async throws {
        try await bench.trail.database.write { tx in
            _ = try tx.changes("INSERT INTO things VALUES (\(.text(name)))")
            tx.notes?.record("0193a1b2-0000-7000-8000-00000000000a")
            tx.notes?.field("name")
            if failing { throw Failure() }
        }
    }

    private func counts(_ bench: AuditBench) async throws -> (things: Int, lines: Int) {
        try await bench.raw.read { tx in
            (
                try tx.first("SELECT count(*) FROM things") { $0.count(0) } ?? 0,
                try tx.first("SELECT count(*) FROM audit_entries") { $0.count(0) } ?? 0
            )
        }
    }

    @Test(arguments: Engine.required)
    func `a change and its line are one transaction`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        let note = bench.note(.change(.account))
        try await AuditNote.$current.withValue(note) { try await insert("one", bench) }
        await #expect(throws: Failure.self) {
            try await AuditNote.$current.withValue(bench.note(.change(.account))) {
                try await insert("two", bench, failing: true)
            }
        }
        #expect(try await counts(bench) == (1, 1))
        #expect(note.hasLine)
        try await bench.sealer().seal()
        let entry = try #require(try await bench.entries().first?.entry)
        #expect(entry.records == ["0193a1b2-0000-7000-8000-00000000000a"] && entry.fields == ["name"])
        #expect(entry.actor.name == "Ann" && entry.address == "192.0.2.7" && entry.request == "r-1")
        #expect(
            String(decoding: entry.rule.canonical(), as: UTF8.self)
                == #"{"grants":[{"role":"Seller","rows":"own"}],"scope":"things:read"}"#)
        #expect(entry.at == bench.clock.now())
    }

    @Test(arguments: Engine.required)
    func `work that answers no request, and housekeeping, bring no line`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await insert("job", bench)
        let note = bench.note(.change(.account))
        try await AuditNote.$current.withValue(note) {
            try await bench.trail.database.write { tx in
                try tx.execute("INSERT INTO things VALUES ('attempt')")
                tx.notes?.isBookkeeping = true
            }
            // Nothing was there to be removed.
            try await bench.trail.database.write { tx in _ = try tx.changes("DELETE FROM things WHERE name = 'nobody'") }
        }
        #expect(try await counts(bench) == (2, 0))
        #expect(!note.hasLine)
        let other = try await AuditBench(engine)
        // A request that another service answers is none of this one's.
        let foreign = AuditNote(
            .change(.account), trail: AuditTrail(service: "other", database: other.raw, ids: other.ids, metrics: .init()),
            caller: AuditBench.ann, door: "", scope: nil, address: "", request: "")
        try await AuditNote.$current.withValue(foreign) { try await insert("foreign", bench) }
        #expect(try await counts(bench) == (3, 0))
    }

    @Test(arguments: Engine.required)
    func `the rule that decided about a record is told with its reach`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        let grant = Grant(role: "Manager", resource: .account, actions: [.view], scope: .unitAndBelow)
        let unit = ID(high: 7, low: 8)
        let note = bench.note(.view(.account))
        try await AuditNote.$current.withValue(note) {
            try await bench.trail.database.read { tx in
                tx.notes?.decision = AccessDecision(
                    action: .view, level: .full, fields: [:], by: AccessDecision.Rule(grant: grant, reach: .unit(unit)))
            }
        }
        let rule = note.entry("done").rule
        #expect(rule["role"] == "Manager" && rule["rows"] == .string(RowScope.unitAndBelow.rawValue))
        #expect(rule["reach"] == .string("unit \(unit)"))
    }

    @Test(arguments: Engine.required)
    func `what a savepoint undid is not told`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await AuditNote.$current.withValue(bench.note(.change(.account))) {
            try await bench.trail.database.write { tx in
                try tx.execute("INSERT INTO things VALUES ('kept')")
                tx.notes?.field("kept")
                try? tx.savepoint {
                    tx.notes?.field("undone")
                    throw Failure()
                }
            }
        }
        try await bench.sealer().seal()
        #expect(try await bench.entries().first?.entry.fields == ["kept"])
    }

    @Test(arguments: Engine.required)
    func `lines that come at once are all kept`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for count in 0..<60 { group.addTask { try await bench.view([count % 3]) } }
            try await group.waitForAll()
        }
        #expect(try await counts(bench).lines == 60)
    }

    @Test func `a line that cannot be kept is an error`() async throws {
        let bench = try await AuditBench(.sqlite)
        try await bench.raw.script("ALTER TABLE audit_entries RENAME TO elsewhere")
        await #expect(throws: DatabaseError.self) { try await bench.view([1]) }
    }

    @Test(arguments: Engine.required)
    func `an unusual volume raises one alarm an hour`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        let sealer = try bench.sealer(["CRM_AUDIT_ALARM_VIEWS": "100"])
        try await bench.view([50, 50])
        try await sealer.seal()
        #expect(bench.log.records.isEmpty)
        try await bench.view([50])
        try await sealer.seal()
        try await bench.view([50, 50])
        try await sealer.seal()
        try await sealer.seal()
        #expect(bench.log.records.map(\.message) == ["Somebody sees or exports unusually much"])
        let alarms = try await bench.entries().map(\.entry).filter { $0.action == "alarm" }
        #expect(alarms.count == 1 && alarms[0].records == [AuditBench.ann.subject])
        #expect(alarms[0].details["records"]?.int == 150)
        let events = try await bench.raw.read { tx in try tx.first("SELECT count(*) FROM outbox") { $0.count(0) } }
        #expect(events == 1)
        bench.clock.advance(seconds: 3600)
        try await bench.view([101])
        try await sealer.seal()
        #expect(bench.log.records.count == 2)
    }

    @Test func `every member of an entry is under its hash`() {
        let entry = AuditEntry(
            id: ID(high: 1, low: 2), actor: AuditEntry.Actor(kind: "person", subject: "s", name: "n"), address: "a", request: "r",
            action: "view", resource: "account", door: "d", outcome: "done", records: ["1"], fields: ["f"], rule: ["x": 1],
            details: ["y": 2])
        #expect(Mirror(reflecting: entry).children.count + 1 == entry.members.count)
        #expect(
            AuditChain.hash(after: AuditChain.beginning, entry, number: 1, service: "one")
                != AuditChain.hash(after: AuditChain.beginning, entry, number: 1, service: "two"))
    }
}
