import Access
import Audit
import Core
package import Database
import DatabasePostgres
import DatabaseSQLite
import Events
import EventsKafka
import Jobs
package import Observability
package import ServiceKit

/// Opens what services stand on: their databases and the transport between them.
package struct Ground: Sendable {
    package let arrangement: Arrangement
    package let logger: Logger

    package init(arrangement: Arrangement, logger: Logger) {
        self.arrangement = arrangement
        self.logger = logger
    }

    /// The service's own database: a file of the data folder, made where it is missing, or a schema of the PostgreSQL database.
    package func database(of service: String) async throws -> any Database {
        switch arrangement.storage {
        case .folder(let folder):
            try DataFolder.prepare(folder)
            return try SQLiteDatabase(
                path: folder + "/" + service + ".sqlite", readers: Machine.cores + 1, logger: logger.labelled("database"))
        case .postgres(let url, let connections):
            return PostgresDatabase(
                url, schema: service, connections: connections, logger: logger.labelled("database"))
        }
    }

    /// Brings the service's schema up to date, under a lock, so that processes may start side by side.
    package func migrate(_ service: any ServiceDefinition.Type, _ database: any Database) async throws {
        do {
            _ = try await Migrator.migrate(
                Self.migrations(of: service), database: database, clock: SystemClock(), logger: logger.labelled("migrations"))
        } catch let error as DatabaseError where error.kind == .unavailable {
            guard case .postgres = arrangement.storage else { throw error }
            throw Refusal(
                .unavailable, "database",
                "The database cannot be used: \(error.message.split(separator: "\t").joined(separator: " ")) "
                    + "Start PostgreSQL, make the database, or correct \(RuntimeSettings.databaseURL.name).")
        }
    }

    package static func migrations(of service: any ServiceDefinition.Type) -> [Migration] {
        RuntimeMigrations.all + EventMigrations.all + JobMigrations.all + AccessMigrations.all + AuditMigrations.all
            + service.migrations
    }

    func transport(clientName: String) throws -> any EventTransport {
        switch arrangement.broker {
        case .inProcess:
            return InProcessTransport()
        case .kafka(let bootstrap, let options, _, _):
            return try KafkaTransport(
                settings: KafkaSettings(bootstrap: bootstrap, clientName: clientName, extra: options),
                logger: logger.labelled("kafka"))
        }
    }

    /// Makes the topics that a broker does not have yet. Nothing to do in process.
    func ensure(_ topics: Set<String>, on transport: any EventTransport) async throws {
        guard let transport = transport as? KafkaTransport,
            case .kafka(_, _, let partitions, let replication) = arrangement.broker
        else { return }
        try await transport.ensureTopics(
            topics.sorted().map { KafkaTopic(name: $0, partitions: partitions, replication: replication) })
    }
}
