import Core
import Database
import Observability
import Runtime
import ServiceKit

/// A service's database for a command that works beside a running server.
enum OperatorDatabase {
    /// Opens it where `--data` or the settings say, and brings it up to date when nobody did yet.
    static func open(_ definition: any ServiceDefinition.Type, _ input: Command.Input) async throws -> any Database {
        let settings = try ServeCommands.settings(ServeCommands.knownSettings(Main.definitions), input)
        let ground = Ground(
            arrangement: try Arrangement(settings),
            logger: Logger(label: "crm", sink: StandardErrorSink(format: .text), minimum: .warning))
        let database = try await ground.database(of: definition.name)
        try await ground.migrate(definition, database)
        return database
    }
}
