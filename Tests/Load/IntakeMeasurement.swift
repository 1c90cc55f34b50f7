import Core
import Crypto
import Database
import Observability
import Orders
import Runtime
import ServiceKit

/// Order intake through the door of `orders` against the reference, on one engine.
struct IntakeMeasurement: Sendable {
    let plan: Plan
    let engine: Engine
    let folder: String
    let key = SigningKey.generate()

    /// Of each round: with the relay held still, with it, and the reference.
    struct Round: Sendable {
        let held: IntakeLoad.Result
        let reference: IntakeLoad.Result
        let whole: IntakeLoad.Result
    }

    func run(into table: inout Table) async throws {
        try File.write(Base64.encode(key.publicKey.bytes) + "\n", to: folder + "/internal.pub")
        let server = engine == .postgres ? try PostgresServer() : nil
        let orders = ShopOrders(count: plan.orders)
        for connections in plan.connections {
            var rounds: [Round] = []
            for number in 1...plan.rounds {
                let place = try await Place(engine, server, folder, name: "c\(connections)r\(number)")
                let held = try await intake(orders, connections, place, server, holdsRelay: true)
                let reference = try await reference(place, server, connections)
                let other = try await Place(engine, server, folder, name: "c\(connections)r\(number)w")
                let whole = try await intake(orders, connections, other, server, holdsRelay: false)
                rounds.append(Round(held: held, reference: reference, whole: whole))
            }
            report(rounds, connections, into: &table)
        }
    }

    private func intake(
        _ orders: ShopOrders, _ connections: Int, _ place: Place, _ server: PostgresServer?, holdsRelay: Bool
    ) async throws -> IntakeLoad.Result {
        let database = try await place.database(logger: Logger.silent)
        if holdsRelay { try await Self.holdRelay(database) }
        let port = PlainRequest.freePort()
        var settings = place.settings
        settings["CRM_LISTEN"] = "127.0.0.1:\(port)"
        settings["CRM_INTERNAL_PUBLIC_KEY"] = folder + "/internal.pub"
        settings["CRM_DATABASE_CONNECTIONS"] = String(plan.database ?? connections)
        settings["CRM_LOG_LEVEL"] = "warning"
        let service = try Child(plan.program("orders"), ["serve"], environment: settings, in: folder)
        do {
            try await service.becomesReady(port: port)
            let load = IntakeLoad(
                port: port, connections: connections, issuer: InternalTokenIssuer(key: { key }, clock: SystemClock()))
            let before = server?.processorSeconds ?? 0
            var result = try await load.send(orders, to: service)
            result.server = Self.microseconds(since: before, server, result.count)
            let kept = try await database.read { try $0.first(Self.count) { $0.count(0) } ?? 0 }
            guard kept == orders.events.count else {
                throw Refusal(.failed, "lost", "\(orders.events.count) orders were taken in and \(kept) are there.")
            }
            await service.stop()
            await database.close()
            return result
        } catch {
            await service.stop()
            await database.close()
            throw error
        }
    }

    private func reference(_ place: Place, _ server: PostgresServer?, _ connections: Int) async throws -> IntakeLoad.Result {
        let before = server?.processorSeconds ?? 0
        let said = try await Child.run(
            plan.program("LoadReference"),
            [engine.rawValue, place.source, place.target, String(plan.database ?? connections)], in: folder, seconds: 300)
        let numbers = said.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 5 else { throw Refusal(.failed, "reference", "The reference said: \(said)") }
        var result = IntakeLoad.Result(
            count: Int(numbers[0]), seconds: numbers[1], median: numbers[2], slow: numbers[3], processorSeconds: numbers[4])
        result.server = Self.microseconds(since: before, server, result.count)
        return result
    }

    private static func microseconds(since before: Double, _ server: PostgresServer?, _ count: Int) -> Double {
        server.map { ($0.processorSeconds - before) / Double(count) * 1_000_000 } ?? 0
    }

    private func report(_ rounds: [Round], _ connections: Int, into table: inout Table) {
        let name = "\(engine == .postgres ? "PostgreSQL" : "SQLite"), \(connections) connections"
        let typical = rounds.sorted { Self.ratio($0) < Self.ratio($1) }[rounds.count / 2]
        let (held, reference, whole) = (typical.held, typical.reference, typical.whole)
        table.add(
            name, suite: Table.shown(held.perSecond) + " orders/s", reference: Table.shown(reference.perSecond) + " orders/s",
            value: Self.ratio(typical), .atLeast(0.5))
        table.detail("p50 / p99", suite: Self.latencies(held), reference: Self.latencies(reference))
        table.detail(
            "processor an order", suite: Table.shown(held.processor) + " µs", reference: Table.shown(reference.processor) + " µs")
        if engine == .postgres {
            table.detail(
                "and of the server", suite: Table.shown(held.server) + " µs", reference: Table.shown(reference.server) + " µs")
        }
        table.add(
            "  with the relay at work", suite: Table.shown(whole.perSecond) + " orders/s", reference: "",
            value: whole.perSecond / reference.perSecond, .none)
        if rounds.count > 1 {
            let all = rounds.map { Table.shown(Self.ratio($0), 2) }.joined(separator: ", ")
            table.note("\(name): ratios of all rounds \(all).")
        }
    }

    private static func ratio(_ round: Round) -> Double { round.held.perSecond / round.reference.perSecond }

    private static func latencies(_ result: IntakeLoad.Result) -> String {
        "\(Table.shown(result.median * 1000, 1)) / \(Table.shown(result.slow * 1000, 1)) ms"
    }

    /// As another process's relay would: whoever starts now leaves the outbox alone.
    private static func holdRelay(_ database: any Database) async throws {
        let until = SystemClock().now().adding(seconds: 3600)
        try await database.write { try $0.execute(hold, [.time(until)]) }
    }

    private static let hold: Statement = "INSERT INTO relay_lease (id, holder, expires_at) VALUES (1, 'load', $1)"
    private static let count: Statement = "SELECT count(*) FROM orders"
}
