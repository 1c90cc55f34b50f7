import Core
import Database
import Glibc
import Runtime

/// Runs the parts of a plan one after another; what cannot be measured here is left out with the reason.
struct Measurements: Sendable {
    let plan: Plan

    init(_ plan: Plan) { self.plan = plan }

    func run() async throws -> Table {
        let folder = try File.folder()
        var table = Table()
        table.note("Load average at the start \(Self.loadAverage), on \(Machine.cores) cores.")
        do {
            for part in plan.parts {
                Console.error("Measuring \(part.rawValue)…\n")
                try await measure(part, folder, &table)
            }
        } catch {
            try await Self.remove(folder)
            throw error
        }
        try await Self.remove(folder)
        table.note("Load average at the end \(Self.loadAverage).")
        return table
    }

    private func measure(_ part: Plan.Part, _ folder: String, _ table: inout Table) async throws {
        switch part {
        case .intakePostgres: try await IntakeMeasurement(plan: plan, engine: .postgres, folder: folder).run(into: &table)
        case .intakeSQLite: try await IntakeMeasurement(plan: plan, engine: .sqlite, folder: folder).run(into: &table)
        case .auditPostgres: try await AuditMeasurement(plan: plan, engine: .postgres, folder: folder).run(into: &table)
        case .auditSQLite: try await AuditMeasurement(plan: plan, engine: .sqlite, folder: folder).run(into: &table)
        case .start: try await StartMeasurement(plan: plan, folder: folder).run(into: &table)
        case .memory:
            guard let file = plan.retail else {
                return table.note("Left out: the memory, as no file was given by --retail.")
            }
            try await MemoryMeasurement(plan: plan, folder: folder, file: file).run(into: &table)
        case .pages: try await PagesMeasurement(plan: plan, folder: folder).run(into: &table)
        case .rights: try await RightsMeasurement(plan: plan).run(into: &table)
        case .http, .gateway:
            let missing = ["nginx", "wrk"].filter { !Self.isInstalled($0) }
            guard missing.isEmpty else {
                return table.note(
                    "Left out: \(part.rawValue), which needs \(missing.joined(separator: " and ")) (apt-get install).")
            }
            let web = WebMeasurement(plan: plan, folder: folder)
            try await part == .http ? web.serve(into: &table) : web.pass(into: &table)
        }
    }

    private static func remove(_ folder: String) async throws {
        _ = try await Child.run("rm", ["-rf", folder], in: "/tmp", seconds: 60)
    }

    private static func isInstalled(_ program: String) -> Bool {
        ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/usr/local/sbin/"].contains { access($0 + program, X_OK) == 0 }
    }

    private static var loadAverage: String {
        String(decoding: (try? File.read("/proc/loadavg")) ?? [], as: UTF8.self).split(separator: " ").first.map(String.init)
            ?? "?"
    }
}
