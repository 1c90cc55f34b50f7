import Database
import DatabasePostgres
import DatabaseSQLite
import Observability

extension SuiteArrangement {
    /// Lets the leases of relays end that a killed process held, as they would by themselves within 15 s: a test that kills often
    /// need not wait for each. Those of jobs are left to end by themselves.
    package func endRelayLeases(of process: String) async throws {
        for service in process == "crm" ? Self.services : [process.replacing("-2", with: "")] {
            let database: any Database
            if let databaseURL {
                database = PostgresDatabase(databaseURL, schema: service, connections: 1, logger: .silent)
            } else {
                database = try SQLiteDatabase(path: "\(dataFolder)/\(service).sqlite", readers: 1, logger: .silent)
            }
            try await database.write { try $0.execute("DELETE FROM relay_lease") }
            await database.close()
        }
    }
}
