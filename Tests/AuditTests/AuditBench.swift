import Audit
import Core
import Database
import Events
import JSON
import Observability
import Synchronization
import TestKit

/// The audit of a service over an empty database.
struct AuditBench: Sendable {
    let clock = ManualClock()
    let ids: IdentifierSource
    /// As whoever owns it sees it.
    let raw: any Database
    let trail: AuditTrail
    let log = MemorySink()

    init(_ engine: Engine, on raw: (any Database)? = nil) async throws {
        ids = IdentifierSource(clock: clock)
        if let raw {
            self.raw = raw
        } else {
            self.raw = try await TestDatabase.make(
                engine, migrations: EventMigrations.all + AuditMigrations.all + [Self.things], connections: 8)
        }
        trail = AuditTrail(service: "test", database: self.raw, ids: ids, metrics: Metrics())
    }

    private static let things = Migration("test-0001", ["CREATE TABLE things (name \(.text) PRIMARY KEY) \(.strict)"])

    func sealer(_ settings: [String: String] = [:]) throws -> AuditSealer {
        let logger = Logger(label: "audit", sink: log)
        let outbox = Outbox(source: "/test", topic: "crm.test.v1", clock: clock, ids: ids, wake: {})
        return AuditSealer(
            trail: trail, alarm: try AuditAlarm(settings: Settings(settings), outbox: outbox, logger: logger), clock: clock,
            logger: logger)
    }

    func verify(heads: [Int64: [UInt8]] = [:]) async throws -> AuditVerifier.Report {
        try await AuditVerifier(service: "test", database: raw)(heads: heads)
    }

    static let ann = Caller(
        kind: .person, subject: "0193a1b2-0000-7000-8000-000000000001", name: "Ann", scopes: ["things:read"],
        viewer: Viewer(
            user: nil, grants: [Grant(role: "Seller", resource: .account, actions: [.view, .change, .export], scope: .own)]))

    func note(_ duty: AuditDuty, by caller: Caller = ann, records: [String] = []) -> AuditNote {
        AuditNote(
            duty, trail: trail, caller: caller, door: "GET /v1/things/{id}", scope: "things:read", address: "192.0.2.7",
            request: "r-1", query: ["q"], records: records)
    }

    /// Writes a view of as many records for each of `counts`.
    func view(_ counts: [Int], by caller: Caller = ann) async throws {
        for count in counts {
            let note = note(.view(.account), by: caller)
            note.saw((0..<count).map { _ in ids.next().description })
            try await trail.write(note.entry("done"))
            clock.advance(seconds: 1)
        }
    }

    func sealed(_ counts: [Int]) async throws {
        try await view(counts)
        try await sealer().seal()
    }

    /// What only the owner of the database can do: drops the triggers, then does it.
    func tamper(_ statements: String...) async throws {
        let drop =
            raw.engine == .postgres
            ? [
                "entries_update ON audit_entries", "entries_delete ON audit_entries", "chain_update ON audit_chain",
                "chain_delete ON audit_chain",
            ]
            : ["entries_update", "entries_delete", "chain_update", "chain_delete"]
        for trigger in drop { try await raw.script("DROP TRIGGER audit_\(trigger)") }
        for statement in statements { try await raw.script(statement) }
    }

    func entries() async throws -> [SealedEntry] {
        try await raw.read { tx in try AuditStore.sealed(after: 0, limit: 1000, in: tx) }
    }
}

/// Log records, kept.
final class MemorySink: LogSink {
    private let kept = Mutex<[LogRecord]>([])
    var records: [LogRecord] { kept.withLock { $0 } }
    func write(_ record: LogRecord) { kept.withLock { $0.append(record) } }
}
