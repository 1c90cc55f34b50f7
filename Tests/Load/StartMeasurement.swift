import Core
import Runtime

/// How long `crm serve` takes until it is ready: on an empty folder, with all that the first start makes, and after that.
struct StartMeasurement: Sendable {
    let plan: Plan
    let folder: String

    func run(into table: inout Table) async throws {
        var (first, later): ([Double], [Double]) = ([], [])
        for round in 1...plan.rounds {
            first.append(try await start(data: "\(folder)/start\(round)"))
            later.append(try await start(data: "\(folder)/start\(round)"))
        }
        for (name, all) in [("first start of crm", first), ("later start of crm", later)] {
            let typical = all.sorted()[all.count / 2]
            table.add(name, suite: Table.shown(typical, 2) + " s", reference: "", value: typical, .below(1))
        }
    }

    private func start(data: String) async throws -> Double {
        let port = PlainRequest.freePort()
        let started = monotonicMicroseconds()
        let suite = try Child(plan.program("crm"), ["serve", "--data", data, "--listen", "127.0.0.1:\(port)"], in: folder)
        do {
            try await suite.becomesReady(port: port)
        } catch {
            await suite.stop()
            throw error
        }
        let seconds = Double(monotonicMicroseconds() - started) / 1_000_000
        await suite.stop()
        return seconds
    }
}
