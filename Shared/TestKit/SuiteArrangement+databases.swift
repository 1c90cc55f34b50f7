import Audit
import Core
package import Database
import DatabasePostgres
import DatabaseSQLite
import Observability

/// What only the databases tell.
extension SuiteArrangement {
    /// Lets the leases of relays end that a killed process held, as they would by themselves within 15 s: a test that kills often
    /// need not wait for each. Those of jobs are left to end by themselves.
    package func endRelayLeases(of process: String) async throws {
        for service in process == "crm" ? Self.services : [process.replacing("-2", with: "")] {
            try await database(of: service) { database in
                try await database.write { try $0.execute("DELETE FROM relay_lease") }
            }
        }
    }

    /// Rows that are gone once all is told and done, by service and table: events to be published, events that could not be
    /// published or applied, jobs that were given up.
    package func leftovers() async throws -> [String: Int] {
        let statements: [(String, Statement)] = [
            ("outbox", "SELECT count(*) FROM outbox"), ("outbox_parked", "SELECT count(*) FROM outbox_parked"),
            ("parked_events", "SELECT count(*) FROM parked_events"),
            ("dead jobs", "SELECT count(*) FROM jobs WHERE state = 'dead'"),
        ]
        var left: [String: Int] = [:]
        for service in Self.services {
            for (table, statement) in statements {
                let count = try await database(of: service) { database in
                    try await database.read { tx in try tx.first(statement) { $0.count(0) } ?? 0 }
                }
                if count > 0 { left["\(service) \(table)"] = count }
            }
        }
        return left
    }

    /// Takes the last line of an audit away as its owner can who knows how it is made: the chain then ends one line earlier.
    package func cutAudit(of service: String) async throws {
        try await database(of: service) { database in
            let table = database.engine == .postgres ? " ON audit_entries" : ""
            let chain = database.engine == .postgres ? " ON audit_chain" : ""
            try await database.script("DROP TRIGGER audit_entries_delete\(table)")
            try await database.script("DROP TRIGGER audit_chain_update\(chain)")
            try await database.write { tx in
                guard let state = try AuditChainState.load(in: tx),
                    let before = try AuditStore.sealed(after: state.number - 2, limit: 1, in: tx).first
                else { throw TestSetupError("the audit of \(service) has fewer than two lines") }
                _ = try tx.changes("DELETE FROM audit_entries WHERE number = \(.int(state.number))")
                _ = try tx.changes(
                    "UPDATE audit_chain SET number = \(.int(before.number)), hash = \(.bytes(before.hash)) WHERE id = 1")
            }
        }
    }

    /// One of its databases, beside the running processes.
    package func database<T>(of service: String, _ body: (any Database) async throws -> T) async throws -> T {
        let database: any Database
        if let databaseURL {
            database = PostgresDatabase(databaseURL, schema: service, connections: 1, logger: .silent)
        } else {
            database = try SQLiteDatabase(path: "\(dataFolder)/\(service).sqlite", readers: 1, logger: .silent)
        }
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}
