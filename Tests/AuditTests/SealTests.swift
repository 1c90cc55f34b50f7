import Core
import Database
import JSON
import TestKit
import Testing

@testable import Audit

@Suite struct SealTests {
    @Test(arguments: Engine.required)
    func `what was written before a crash is sealed by the next process`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed([1])
        // The process that wrote these died before it sealed them.
        try await bench.view([1, 1])
        #expect(try await bench.verify().unsealed == 2)
        let next = try await AuditBench(engine, on: bench.raw)
        #expect(try await next.sealer().seal() == 2)
        let report = try await next.verify()
        #expect(report.fault == nil && report.intact == 3 && report.unsealed == 0)
    }

    @Test(arguments: Engine.required)
    func `two sealers make one chain`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        let sealers = try [bench.sealer(), bench.sealer()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { try await bench.view(Array(repeating: writer, count: 25)) }
            }
            for sealer in sealers {
                group.addTask { for _ in 0..<30 { try await sealer.seal() } }
            }
            try await group.waitForAll()
        }
        while try await sealers[0].seal() > 0 {}
        let report = try await bench.verify()
        #expect(report.fault == nil && report.intact == 100 && report.number == 100)
    }

    @Test(arguments: Engine.required)
    func `retention removes from the beginning and leaves the rest whole`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.sealed(Array(repeating: 2, count: 10))
        let old = try await bench.entries()
        let retention = AuditRetention(trail: bench.trail)
        #expect(try await retention.remove(before: old[6].entry.at) == 6)
        try await bench.sealer().seal()
        let report = try await bench.verify()
        #expect(report.fault == nil && report.removed == 6 && report.intact == 5)
        #expect(report.removedUntil == old[5].entry.at)
        let line = try #require(try await bench.entries().last?.entry)
        #expect(line.action == "retention" && line.details["to"]?.int == 6)
        // Nothing leads to what is gone.
        let left = try await bench.raw.read { tx in try tx.first("SELECT count(*) FROM audit_records") { $0.count(0) } }
        #expect(left == 8)
        #expect(try await retention.remove(before: old[6].entry.at) == 0)
    }

    @Test(arguments: Engine.required)
    func `entries that are not sealed yet are not removed`(engine: Engine) async throws {
        let bench = try await AuditBench(engine)
        try await bench.view([1, 1])
        #expect(try await AuditRetention(trail: bench.trail).remove(before: bench.clock.now().adding(days: 9)) == 0)
        #expect(try await bench.verify().unsealed == 2)
    }
}
