import Core
import Database
import Observability
import Orders
import Runtime

/// Where one measurement's orders are kept: a database of its own.
struct Place: Sendable {
    /// Of the process.
    let settings: [String: String]
    /// For the reference.
    let source: String
    let target: String

    init(_ engine: Engine, _ server: PostgresServer?, _ folder: String, name: String) async throws {
        guard let server else {
            settings = ["CRM_DATA": "\(folder)/\(name)"]
            source = "\(folder)/\(name)/orders.sqlite"
            target = "\(folder)/\(name)/reference.sqlite"
            return
        }
        let first = Ground(
            arrangement: try Arrangement(Settings(["CRM_DATABASE_URL": server.connection + " dbname=postgres"])), logger: .silent)
        let database = try await first.database(of: "public")
        try await database.script("CREATE DATABASE \(name)")
        await database.close()
        let connection = "\(server.connection) dbname=\(name)"
        settings = ["CRM_DATABASE_URL": connection]
        source = connection + "|orders"
        target = connection + "|reference"
    }

    /// The database of `orders`, with its schema.
    func database(logger: Logger) async throws -> any Database {
        let ground = Ground(arrangement: try Arrangement(Settings(settings)), logger: logger)
        let database = try await ground.database(of: OrdersModule.name)
        try await ground.migrate(OrdersModule.self, database)
        return database
    }
}
