package import Core
package import Database
package import Observability

/// The audit of one service: keeps lines, each before what it tells of can be seen from outside.
///
/// A change and its line are one transaction. The line of a view is durable before the answer is sent; lines that are due at the
/// same moment share a commit. When a line cannot be kept, the change is not made and the answer is not given.
package final class AuditTrail: Sendable {
    package let service: String
    /// The service's database, where each transaction that answers a request brings its line.
    package let database: any Database
    let ids: IdentifierSource
    private let gathering: Gathering<AuditEntry, Void>
    private let counters: [AuditAction: Counter]

    package init(service: String, database: any Database, ids: IdentifierSource, metrics: Metrics) {
        self.service = service
        self.ids = ids
        self.database = AuditedDatabase(database, of: service)
        gathering = Gathering(leaders: 1, crowd: 100) { entries in
            try await database.write { tx in for entry in entries { try AuditStore.insert(entry, in: tx) } }
            return entries.map { _ in () }
        }
        var counters: [AuditAction: Counter] = [:]
        for action in AuditAction.allCases {
            counters[action] = metrics.counter(
                "audit_lines_total", "Lines of the audit.", labels: [("service", service), ("action", action.rawValue)])
        }
        self.counters = counters
    }

    /// Returns once the line is durable. A line that others wait for too shares their commit.
    package func write(_ entry: AuditEntry) async throws {
        try await gathering(entry)
        count(entry)
    }

    /// The line becomes durable with the transaction or not at all.
    package func append(_ entry: AuditEntry, in tx: Transaction) throws {
        try AuditStore.insert(entry, in: tx)
        tx.afterCommit { [self] in count(entry) }
    }

    private func count(_ entry: AuditEntry) {
        if let action = AuditAction(rawValue: entry.action) { counters[action]?.increment() }
    }
}

/// Writes the line of a change into the change's own transaction, so that no operation can forget it and none can be late.
///
/// Which request a transaction belongs to is known by the task that asks for it (`AuditNote.current`). Jobs, consumers and whoever
/// else answers no audited request go through untouched.
struct AuditedDatabase: Database {
    private let base: any Database
    private let service: String

    init(_ base: any Database, of service: String) {
        (self.base, self.service) = (base, service)
    }

    var engine: Engine { base.engine }

    func write<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        guard let note = AuditNote.current, note.trail.service == service else { return try await base.write(body) }
        let (value, notes, withLine) = try await base.write { tx -> (T, TransactionNotes, Bool) in
            tx.notes = TransactionNotes()
            let value = try body(tx)
            let notes = tx.notes ?? TransactionNotes()
            let withLine = note.duty.moment == .inTransaction && tx.hasWritten && !notes.isBookkeeping
            if withLine { try note.trail.append(note.entry("done", notes), in: tx) }
            return (value, notes, withLine)
        }
        note.committed(notes, withLine: withLine)
        return value
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        guard let note = AuditNote.current, note.trail.service == service else { return try await base.read(body) }
        let (value, notes) = try await base.read { tx -> (T, TransactionNotes) in
            tx.notes = TransactionNotes()
            let value = try body(tx)
            return (value, tx.notes ?? TransactionNotes())
        }
        note.committed(notes, withLine: false)
        return value
    }

    func script(_ sql: String) async throws { try await base.script(sql) }
    func close() async { await base.close() }
}
