import Core
package import EventsKafka
import Glibc
import HTTP
import Synchronization

/// The whole suite, running as its users run it: real processes, real databases, a real broker where there is one.
///
/// One split arrangement at a time: its topics bear the same names in each.
package final class SuiteArrangement: Sendable {
    package enum Kind: String, Sendable, CaseIterable, CustomStringConvertible {
        /// `crm serve --data`: one process, SQLite, mail to a server.
        case embedded
        /// The same without a mail server: mail becomes files.
        case embeddedWithMailFiles
        /// One process on PostgreSQL.
        case together
        /// PostgreSQL, Kafka, a process for each service.
        case split
        /// Two processes for each service side by side.
        case doubled

        package var description: String { rawValue }
        package var isSplit: Bool { self == .split || self == .doubled }
    }

    package static let services = ["orders", "contacts", "notifications", "gateway"]

    package let kind: Kind
    /// Nil where mail becomes files in `mailFolder`.
    package let mail: SMTPSink?
    /// Nil in one process.
    package let kafka: KafkaSettings?
    /// Of the SQLite files, of the mail, and of the administrator's password.
    package let dataFolder: String
    /// For commands that work on its databases.
    package let databaseURL: String?
    private let keyFolder: String
    private let ports: [String: Int]
    private let running = Mutex<[String: SuiteProcess]>([:])

    package var mailFolder: String { dataFolder + "/mail" }

    /// The names of its processes; the second of a service ends in `-2`.
    package var processNames: [String] {
        switch kind {
        case .embedded, .embeddedWithMailFiles, .together: ["crm"]
        case .split: Self.services
        case .doubled: Self.services.flatMap { [$0, $0 + "-2"] }
        }
    }

    /// Where clients reach it: one address, or those of both gateways.
    package var addresses: [String] {
        processNames.filter { $0 == "crm" || $0.hasPrefix("gateway") }.map { address(of: $0) }
    }

    package func address(of process: String) -> String { "http://127.0.0.1:\(ports[process] ?? 0)" }

    /// Starts everything and waits until it is ready.
    package static func start(_ kind: Kind) async throws -> SuiteArrangement {
        let arrangement = try await SuiteArrangement(kind)
        for name in arrangement.processNames where !name.hasPrefix("gateway") { try arrangement.launch(name) }
        for name in arrangement.processNames where !name.hasPrefix("gateway") {
            _ = try await arrangement.address(ofStarted: name)
        }
        for name in arrangement.processNames where name.hasPrefix("gateway") { try arrangement.launch(name) }
        try await arrangement.ready()
        return arrangement
    }

    private init(_ kind: Kind) async throws {
        self.kind = kind
        mail = kind == .embeddedWithMailFiles ? nil : try SMTPSink()
        dataFolder = try SuiteProcesses.newPath("data")
        keyFolder = try SuiteProcesses.newPath("keys")
        var ports: [String: Int] = [:]
        for name in kind.isSplit ? Self.services.flatMap({ [$0, $0 + "-2"] }) : ["crm"] {
            ports[name] = Int(try FreePorts.first())
        }
        self.ports = ports
        databaseURL = kind == .together || kind.isSplit ? try await SuiteDatabases.create() : nil
        guard kind.isSplit else {
            kafka = nil
            return
        }
        kafka = try await SuiteTopics.broker()
        let made = try await SuiteProcess.run("crm", ["keys", "create", "--dir", keyFolder])
        guard made.ending == .exited(0) else { throw TestSetupError("no keys: \(made.errors)") }
    }

    // MARK: Processes

    package subscript(name: String) -> SuiteProcess? { running.withLock { $0[name] } }

    /// Starts one of its processes, after it ended or for the first time, with further settings; does not wait.
    @discardableResult
    package func launch(_ name: String, settings: [String: String] = [:]) throws -> SuiteProcess {
        let executable = name.hasSuffix("-2") ? String(name.dropLast(2)) : name
        let process = try SuiteProcess(
            executable, ["serve"], environment: environment(of: name, executable).merging(settings) { $1 })
        running.withLock { $0[name] = process }
        return process
    }

    package func address(ofStarted name: String) async throws -> String {
        guard let process = self[name] else { throw TestSetupError("\(name) was never started") }
        return try await process.address()
    }

    /// Waits until every process says that it is ready.
    package func ready() async throws {
        for name in processNames {
            let address = try await address(ofStarted: name)
            var answer: WebResponse?
            do {
                try await eventually("\(name) is ready", within: 60) {
                    if let ending = self[name]?.ending { throw TestSetupError("\(name) ended: \(ending)") }
                    answer = try? await Self.web.send(.get, address + "/health/ready", timeoutSeconds: 10)
                    return answer?.status == 200
                }
            } catch {
                let said = answer.map { String(decoding: $0.body, as: UTF8.self) } ?? "nothing"
                throw TestSetupError("\(error); it says \(said)\n\(self[name]?.errors.suffix(4000) ?? "")")
            }
        }
    }

    /// Stops all at once by SIGTERM; how each ended, by its name. Throws when one has not within 10 s.
    @discardableResult
    package func stop() async throws -> [String: SuiteProcess.Ending] {
        let processes = running.withLock { $0 }
        for process in processes.values { process.signal(SIGTERM) }
        var endings: [String: SuiteProcess.Ending] = [:]
        for (name, process) in processes { endings[name] = try await process.ending(within: 10) }
        return endings
    }

    /// Stops all, mail server too, whatever happened before.
    package func tearDown() async {
        for process in running.withLock({ $0 }).values { try? await process.kill() }
        mail?.stop()
    }

    // MARK: The operator's commands

    /// `crm`, on this arrangement's data.
    package func crm(_ arguments: [String], within seconds: Double = 60) async throws -> SuiteProcess.Outcome {
        try await SuiteProcess.run("crm", arguments, environment: storage, within: seconds)
    }

    package func token(_ scopes: String, source: String = "", name: String = "shop") async throws -> String {
        let made = try await crm(
            ["token", "create", "--name", name, "--scope", scopes] + (source.isEmpty ? [] : ["--source", source]))
        guard made.ending == .exited(0) else { throw TestSetupError("no token: \(made.errors)") }
        return String(made.output.dropLast())
    }

    // MARK: Settings

    private static let web = WebClient(userAgent: "relata-tests")

    private var storage: [String: String] {
        guard let databaseURL else { return ["CRM_DATA": dataFolder] }
        return ["CRM_DATABASE_URL": databaseURL, "CRM_DATABASE_CONNECTIONS": "4", "CRM_DATA": dataFolder]
    }

    private func environment(of name: String, _ executable: String) -> [String: String] {
        var values = storage
        values["CRM_LISTEN"] = "127.0.0.1:\(ports[name] ?? 0)"
        if ["crm", "gateway", "notifications"].contains(executable) { values["CRM_PUBLIC_URL"] = addresses.first }
        if executable == "crm" || executable == "notifications" {
            if let mail {
                values["CRM_SMTP_HOST"] = "127.0.0.1"
                values["CRM_SMTP_PORT"] = "\(mail.port)"
                values["CRM_SMTP_SECURITY"] = "none"
            }
        }
        guard kind.isSplit, let kafka else { return values }
        values["CRM_LOOPS"] = "1"
        values.merge(kafka.environment) { $1 }
        values["CRM_KAFKA_PARTITIONS"] = "4"
        if executable == "gateway" {
            let twin = name.hasSuffix("-2") ? "-2" : ""
            values["CRM_INTERNAL_KEY"] = keyFolder + "/internal.key"
            values["CRM_PEERS"] = Self.services.filter { $0 != "gateway" }.map { "\($0)=127.0.0.1:\(ports[$0 + twin] ?? 0)" }
                .joined(separator: ",")
        } else {
            values["CRM_INTERNAL_PUBLIC_KEY"] = keyFolder + "/internal.pub"
        }
        return values
    }
}
