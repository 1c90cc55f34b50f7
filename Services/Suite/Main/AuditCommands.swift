import Audit
import Core
import Crypto
import Database
import JSON
import Runtime
import ServiceKit

/// The operator's commands for the audit.
enum AuditCommands {
    static let verify = Command(
        "audit verify",
        "Walk the audit of every service and say what was changed, taken out or cut off; exit 1 when something was.",
        options: [
            ServeCommands.folderOptions[0], database,
            Command.Option("head", "FILE", "Heads that \"crm audit head\" printed, one a line: the chains must still hold them."),
            Command.Option("public-key", "FILE", "The key that signed them; DIR/audit.pub when absent."),
        ],
        details: """
            Works beside a running server. Each entry is hashed anew from what stands in the database and compared with the hash it
            was sealed with, which covers the one before. Without a head from elsewhere, an owner of the database who writes the whole
            chain anew, or cuts off its end and corrects the row that says where it ends, cannot be found out.
            """
    ) { input in
        let heads = try input["head"].map { try signed(in: $0, by: publicKey(input)) } ?? []
        var isWhole = true
        for definition in Main.definitions {
            let known = Dictionary(
                heads.flatMap(\.chains).filter { $0.service == definition.name }.map { ($0.number, $0.hash) }
            ) { first, _ in first }
            let report = try await walk(definition, input) { database in
                try await AuditVerifier(service: definition.name, database: database)(heads: known)
            }
            Console.print(line(report))
            if report.fault != nil { isWhole = false }
        }
        return isWhole ? 0 : 1
    }

    static let head = Command(
        "audit head",
        "Print where the audit of every service ends, signed; keep it where no administrator of the database can reach.",
        options: [
            ServeCommands.folderOptions[0], database,
            Command.Option("key", "FILE", "The installation's key, made when it is not there; DIR/audit.key when absent."),
        ],
        details: """
            Prints one line of JSON. Append one a day to a file elsewhere and give that to "crm audit verify --head". The public part
            of the key is written beside it, with the ending .pub.
            """
    ) { input in
        let key = try AuditKey.open(try path(input["key"], "audit.key", input))
        var chains: [AuditHead.Chain] = []
        for definition in Main.definitions {
            let chain = try await walk(definition, input) { database in
                try await database.read { tx in try AuditChainState.load(in: tx) }
            }
            guard let chain else {
                throw Refusal(.failed, "audit", "The audit of \(definition.name) has no chain: run \"crm audit verify\".")
            }
            chains.append(AuditHead.Chain(service: definition.name, number: chain.number, hash: chain.hash))
        }
        let head = AuditHead(at: SystemClock().now(), chains: chains).signed(by: key)
        Console.print(String(decoding: head.canonical(), as: UTF8.self) + "\n")
        return 0
    }

    private static let database = Command.Option(
        "database", "URL", "PostgreSQL, postgres://user:password@host/database. Sets CRM_DATABASE_URL.")

    private static func walk<T>(
        _ definition: any ServiceDefinition.Type, _ input: Command.Input, _ body: (any Database) async throws -> T
    ) async throws -> T {
        let database = try await OperatorDatabase.open(definition, input)
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }

    private static func line(_ report: AuditVerifier.Report) -> String {
        let service = report.service + String(repeating: " ", count: max(0, 14 - report.service.count))
        if let fault = report.fault {
            let id = fault.id.map { " (\($0))" } ?? ""
            return "BROKEN  \(service) entry \(fault.number)\(id): \(fault.reason) \(report.intact) before it are intact.\n"
        }
        var text = "whole   \(service) \(report.intact) entries"
        if report.number > 0 { text += ", the last is \(report.number) with \(report.hash.hexadecimal)" }
        if report.removed > 0 {
            text += "; up to \(report.removed) removed by age" + (report.removedUntil.map { ", written until \($0)" } ?? "")
        }
        if report.unsealed > 0 { text += "; \(report.unsealed) not sealed yet" }
        return text + "\n"
    }

    private static func path(_ given: String?, _ name: String, _ input: Command.Input) throws -> String {
        if let given { return given }
        let settings = try ServeCommands.settings(ServeCommands.knownSettings(Main.definitions), input)
        let folder = settings[RuntimeSettings.data]
        guard !folder.isEmpty else { throw UsageError("There is no data folder to find \(name) in: name a file.") }
        return folder + "/" + name
    }

    private static func publicKey(_ input: Command.Input) throws -> VerifyingKey {
        try AuditKey.published(try path(input["public-key"], "audit.pub", input))
    }

    private static func signed(in path: String, by key: VerifyingKey) throws -> [AuditHead] {
        var heads: [AuditHead] = []
        let lines = try AuditKey.text(of: path).split(separator: "\n")
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            do {
                heads.append(try AuditHead(try JSONValue.parse(Array(line.utf8)), key: key))
            } catch {
                throw Refusal(.malformed, "head", "Line \(index + 1) of \(path) cannot be used: \(error)")
            }
        }
        guard !heads.isEmpty else { throw Refusal(.malformed, "head", "\(path) holds no head.") }
        return heads
    }
}
