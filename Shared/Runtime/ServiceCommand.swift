package import Core
import Database
package import Observability
package import ServiceKit

/// The executable of one service: `serve`, `migrate`, `check`, `settings`.
package enum ServiceCommand {
    /// Runs the process and exits with its status. Call it as the whole of `main`.
    package static func main(_ definition: any ServiceDefinition.Type) async -> Never {
        let tool = CommandLineTool(
            definition.name, "The service \(definition.name) of Relata.",
            commands: ServeCommands.all([definition], program: definition.name))
        Machine.exit(await tool.run(Array(CommandLine.arguments.dropFirst())))
    }
}

/// The commands that every executable has, over one service or all of them.
package enum ServeCommands {
    package static let folderOptions = [
        Command.Option("data", "DIR", "Keep everything in this folder (SQLite). Sets CRM_DATA."),
        Command.Option("listen", "HOST:PORT", "Where to listen. Sets CRM_LISTEN."),
    ]

    package static func all(_ definitions: [any ServiceDefinition.Type], program: String) -> [Command] {
        let known = knownSettings(definitions)
        return [
            Command(
                "serve", "Run until SIGTERM or Ctrl+C.", options: folderOptions,
                details:
                    "Settings are environment variables; \"\(program) settings\" lists them. SIGHUP reads the certificates again."
            ) { input in
                let settings = try settings(known, input)
                let logger = try logger(program, settings)
                let signals = try Signals.stream()
                let suite = try await Suite.assemble(definitions, settings: settings, logger: logger)
                try await suite.run(signals: signals) { address in
                    Console.print("Relata \(Version.current) listens on \(address)\n")
                }
                return 0
            },
            Command("migrate", "Bring the database up to date and end.", options: [folderOptions[0]]) { input in
                let settings = try settings(known, input)
                let ground = Ground(arrangement: try Arrangement(settings), logger: try logger(program, settings))
                for definition in definitions {
                    let database = try await ground.database(of: definition.name)
                    try await ground.migrate(definition, database)
                    await database.close()
                    Console.print("\(definition.name): up to date\n")
                }
                return 0
            },
            Command(
                "check", "Ask a running server whether it is ready; exit 0 when it is.",
                options: [Command.Option("url", "URL", "Its address; http://127.0.0.1:8080 when absent.")]
            ) { input in try await ReadinessCheck.run(url: input["url"] ?? "http://127.0.0.1:8080") },
            Command("settings", "List every setting with its value, default and meaning.", options: []) { _ in
                Console.print(SettingsLoader.table(known, try SettingsLoader.load(known: known)))
                return 0
            },
        ]
    }

    package static func knownSettings(_ definitions: [any ServiceDefinition.Type]) -> [Setting] {
        // Some are read by more than one service.
        var names: Set<String> = []
        return (RuntimeSettings.all + definitions.flatMap { $0.settings }).filter { names.insert($0.name).inserted }
    }

    /// Settings of the environment, with those that the command's options set.
    package static func settings(_ known: [Setting], _ input: Command.Input) throws -> Settings {
        var settings = try SettingsLoader.load(known: known)
        if let data = input["data"] { settings[RuntimeSettings.data] = data }
        if let database = input["database"] { settings[RuntimeSettings.databaseURL] = database }
        if let listen = input["listen"] { settings[RuntimeSettings.listen] = listen }
        return settings
    }

    package static func logger(_ label: String, _ settings: Settings) throws -> Logger {
        let name = settings[RuntimeSettings.logLevel]
        guard let level = LogLevel.allCases.first(where: { $0.name == name }) else {
            throw SettingError(setting: RuntimeSettings.logLevel.name, expected: "debug, info, notice, warning or error")
        }
        let format: StandardErrorSink.Format
        switch settings[RuntimeSettings.logFormat] {
        case "text": format = .text
        case "json": format = .json
        case "auto": format = Console.errorIsTerminal ? .text : .json
        default: throw SettingError(setting: RuntimeSettings.logFormat.name, expected: "auto, text or json")
        }
        return Logger(label: label, sink: StandardErrorSink(format: format), minimum: level)
    }
}
