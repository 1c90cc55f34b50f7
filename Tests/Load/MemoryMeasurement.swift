import Core
import Runtime

/// The most memory that `crm serve` ever has while the Online Retail file is played through its public door.
struct MemoryMeasurement: Sendable {
    private static let scopes = "events:write,intake:read"

    let plan: Plan
    let folder: String
    let file: String

    func run(into table: inout Table) async throws {
        let (data, port) = (folder + "/retail", PlainRequest.freePort())
        let suite = try Child(plan.program("crm"), ["serve", "--data", data, "--listen", "127.0.0.1:\(port)"], in: folder)
        do {
            try await suite.becomesReady(port: port)
            let idle = suite.megabytes("VmRSS")
            let token = try await Child.run(
                plan.program("crm"),
                [
                    "token", "create", "--data", data, "--name", "load", "--scope", Self.scopes, "--source",
                    "urn:shop:online-retail",
                ],
                in: folder, seconds: 30)
            let started = monotonicMicroseconds()
            let said = try await Child.run(
                plan.program("crm"),
                ["replay", "orders", file, "--to", "http://127.0.0.1:\(port)", "--token", token.filter { !$0.isWhitespace }]
                    + (plan.invoices.map { ["--limit", String($0)] } ?? []),
                in: folder, seconds: 3600)
            let seconds = Double(monotonicMicroseconds() - started) / 1_000_000
            let most = suite.megabytes("VmHWM")
            table.add(
                "memory of crm during the replay", suite: Table.shown(most) + " MB", reference: "", value: most, digits: 0,
                .below(150))
            table.detail(
                "at start, at the end", suite: Table.shown(idle) + ", " + Table.shown(suite.megabytes("VmRSS")) + " MB",
                reference: "")
            table.detail("the replay took", suite: Table.shown(seconds) + " s", reference: "")
            if let played = said.split(separator: "\n").first(where: { $0.hasPrefix("Played") }) { table.note(String(played)) }
            await suite.stop()
        } catch {
            await suite.stop()
            throw error
        }
    }
}
