package import Core

/// Where the suite's parts are: in one process on SQLite files, or apart on PostgreSQL and Kafka, or between.
package struct Arrangement: Sendable {
    package enum Storage: Sendable {
        /// A folder with one SQLite file per service.
        case folder(String)
        /// A PostgreSQL database with one schema per service.
        case postgres(url: String, connections: Int)
    }

    package enum Broker: Sendable {
        case inProcess
        case kafka(bootstrap: String, options: [String: String], partitions: Int, replication: Int)
    }

    package let storage: Storage
    package let broker: Broker
    package let host: String
    package let port: Int
    package let dataFolder: String?

    /// Reads it from settings. PostgreSQL wins over a data folder, which then only holds files.
    package init(_ settings: Settings) throws {
        let folder = settings[RuntimeSettings.data]
        let url = settings[RuntimeSettings.databaseURL]
        if !url.isEmpty {
            storage = .postgres(url: url, connections: try settings.integer(RuntimeSettings.connections))
        } else if !folder.isEmpty {
            storage = .folder(folder)
        } else {
            throw Refusal(
                .failed, "no-storage",
                "Nothing says where to keep the data: give --data DIR (or CRM_DATA), or CRM_DATABASE_URL for PostgreSQL.")
        }
        dataFolder = folder.isEmpty ? nil : folder
        let bootstrap = settings[RuntimeSettings.kafka]
        broker =
            bootstrap.isEmpty
            ? .inProcess
            : .kafka(
                bootstrap: bootstrap, options: try Self.options(settings[RuntimeSettings.kafkaOptions]),
                partitions: try settings.integer(RuntimeSettings.kafkaPartitions),
                replication: try settings.integer(RuntimeSettings.kafkaReplication))
        (host, port) = try Self.address(settings[RuntimeSettings.listen], of: RuntimeSettings.listen.name)
    }

    /// `host:port`, `[::1]:port`.
    static func address(_ text: String, of setting: String) throws -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { throw SettingError(setting: setting, expected: "host:port, not \"\(text)\"") }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host.isEmpty ? "0.0.0.0" : host, port)
    }

    /// `name=host:port,name=host:port`.
    static func peers(_ text: String) throws -> [String: (host: String, port: Int)] {
        var peers: [String: (host: String, port: Int)] = [:]
        for entry in text.split(separator: ",") {
            guard let equals = entry.firstIndex(of: "=") else {
                throw SettingError(setting: RuntimeSettings.peers.name, expected: "name=host:port, not \"\(entry)\"")
            }
            peers[String(entry[..<equals])] = try address(
                String(entry[entry.index(after: equals)...]), of: RuntimeSettings.peers.name)
        }
        return peers
    }

    private static func options(_ text: String) throws -> [String: String] {
        var options: [String: String] = [:]
        for entry in text.split(separator: ";") {
            guard let equals = entry.firstIndex(of: "=") else {
                throw SettingError(setting: RuntimeSettings.kafkaOptions.name, expected: "name=value;name=value")
            }
            options[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
        }
        return options
    }
}
