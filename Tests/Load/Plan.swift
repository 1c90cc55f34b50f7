import Core
import Glibc
import Runtime

/// What is to be measured and how long.
struct Plan: Sendable {
    enum Part: String, CaseIterable, Sendable {
        case intakePostgres = "intake-postgres"
        case intakeSQLite = "intake-sqlite"
        case auditPostgres = "audit-postgres"
        case auditSQLite = "audit-sqlite"
        case start, memory, http, gateway, rights, pages
    }

    let parts: [Part]
    let orders: Int
    let connections: [Int]
    /// To PostgreSQL; as many as at the door where it is nil.
    let database: Int?
    let rounds: Int
    let seconds: Int
    let retail: String?
    let invoices: Int?
    let programs: String
    /// Customers of the base whose lists are asked for under rights, and how often each list is.
    let accounts: Int
    let asked: Int
    /// Customers on the embedded default when pages are asked for.
    let customers: Int

    init(_ input: Command.Input) throws {
        let names = (input["only"] ?? Part.allCases.map(\.rawValue).joined(separator: ",")).split(separator: ",").map(String.init)
        parts = try names.map { name in
            guard let part = Part(rawValue: name) else { throw UsageError("There is nothing called \(name) to measure.") }
            return part
        }
        orders = try Self.number("orders", input, default: 5000, in: 100...1_000_000)
        rounds = try Self.number("rounds", input, default: 3, in: 1...20)
        seconds = try Self.number("seconds", input, default: 3, in: 1...60)
        connections = try (input["connections"] ?? "16,64").split(separator: ",").map { text in
            guard let number = Int(text), (1...128).contains(number) else { throw UsageError("--connections must be 1 to 128.") }
            return number
        }
        database = input["database"] == nil ? nil : try Self.number("database", input, default: 0, in: 1...128)
        retail = input["retail"]
        invoices = input["invoices"] == nil ? nil : try Self.number("invoices", input, default: 0, in: 1...1_000_000)
        accounts = try Self.number("accounts", input, default: 1_000_000, in: 10_000...5_000_000)
        customers = try Self.number("customers", input, default: 100_000, in: 1000...1_000_000)
        asked = try Self.number("asked", input, default: 100, in: 10...10_000)
        programs = try input["programs"] ?? Self.ownFolder()
    }

    func program(_ name: String) throws -> String {
        let path = programs + "/" + name
        guard access(path, X_OK) == 0 else {
            throw Refusal(
                .failed, "missing", "\(path) is missing; build everything for release, or say where it is by --programs.")
        }
        return path
    }

    private static func number(
        _ name: String, _ input: Command.Input, default standard: Int, in range: ClosedRange<Int>
    ) throws -> Int {
        let number = try input.integer(name, default: standard)
        guard range.contains(number) else {
            throw UsageError("--\(name) must be \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func ownFolder() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { throw UsageError("Say where the programs are by --programs.") }
        let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }
}
