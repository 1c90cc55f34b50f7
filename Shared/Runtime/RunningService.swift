import Audit
import Core
package import Database
import Events
package import HTTP
import JSON
import Jobs
import Observability
package import ServiceKit

/// One service with everything that runs for it.
package struct RunningService: Sendable {
    package let name: String
    package let database: any Database
    package let module: ServiceModule
    /// Answers the service's routes, health, metrics and its part of the API docs.
    package let handler: Handler
    let checks: [String: ServiceModule.Check]
    let relay: Relay
    let consumer: ServiceConsumer
    let runner: JobRunner
    let sealer: AuditSealer
    private let retention: @Sendable () async throws -> Void

    struct Surroundings: Sendable {
        let ground: Ground
        let settings: Settings
        let transport: any EventTransport
        let clock: any WallClock
        let ids: IdentifierSource
        let metrics: Metrics
        let peers: Peers
        let checksOfOthers: [[String: ServiceModule.Check]]
        let keys: InternalKeys
    }

    static func make(_ definition: any ServiceDefinition.Type, _ around: Surroundings) async throws -> RunningService {
        let name = definition.name
        let logger = around.ground.logger.labelled(name)
        let database = try await around.ground.database(of: name)
        try await around.ground.migrate(definition, database)
        let audit = AuditTrail(service: name, database: database, ids: around.ids, metrics: around.metrics)
        let relay = Relay(
            database: database, transport: around.transport, logger: logger, metrics: around.metrics, clock: around.clock,
            name: name)
        let jobWake = WakeLater()
        var checks: [String: ServiceModule.Check] = [
            "\(name).database": { try await database.read { tx in _ = try tx.first("SELECT 1") { $0.int(0) } } },
            "\(name).storage": { try await DatabaseProbe.write(database) },
        ]
        if name != "gateway" || around.checksOfOthers.isEmpty {
            let transport = around.transport
            checks["\(name).events"] = { try await transport.check() }
        }
        for others in around.checksOfOthers { checks.merge(others) { own, _ in own } }
        let outbox = Outbox(
            source: "/\(name)", topic: "crm.\(name).v1", clock: around.clock, ids: around.ids, wake: { relay.wake() })
        let module = try await definition.make(
            Platform(
                name: name, database: database, audit: audit, outbox: outbox,
                jobs: JobQueue(clock: around.clock, ids: around.ids, wake: { jobWake.wake() }), clock: around.clock,
                ids: around.ids,
                settings: around.settings, logger: logger, metrics: around.metrics, peers: around.peers, checks: checks,
                dataFolder: around.ground.arrangement.dataFolder))
        checks.merge(module.checks) { own, _ in own }
        let runner = JobRunner(
            database: database, handlers: module.jobs, schedules: module.schedules, clock: around.clock, logger: logger,
            metrics: around.metrics, worker: "\(name)@\(Machine.name)")
        jobWake.set { runner.wake() }
        let consumer = ServiceConsumer(
            name: "crm.\(name)", database: database, subscriptions: module.subscriptions, clock: around.clock, logger: logger,
            metrics: around.metrics)
        let sealer = AuditSealer(
            trail: audit, alarm: try AuditAlarm(settings: around.settings, outbox: outbox, logger: logger.labelled("audit")),
            clock: around.clock, logger: logger.labelled("audit"))
        return RunningService(
            name: name, database: database, module: module,
            handler: try handler(of: module, checks: checks, audit: audit, logger: logger, around), checks: checks, relay: relay,
            consumer: consumer, runner: runner, sealer: sealer,
            retention: try Retention.loop(
                consumer: consumer, runner: runner, audit: AuditRetention(trail: audit), settings: around.settings,
                clock: around.clock, logger: logger))
    }

    private static func handler(
        of module: ServiceModule, checks: [String: ServiceModule.Check], audit: AuditTrail, logger: Logger, _ around: Surroundings
    ) throws -> Handler {
        if let handler = module.handler { return handler }
        let verifier = InternalTokenVerifier(service: module.name, keys: { around.keys.verifying }, clock: around.clock)
        let document = OpenAPIDocument.make(
            title: "Relata \(module.name)", version: Version.current, routes: module.routes, components: module.components
        ).json()
        let docs = Route(
            .get, "/openapi.json", access: .open, audit: .none("Tells of no record."), "This service's part of the API docs."
        ) { _ in .json(document) }
        return try ServiceHandler.make(
            service: module.name,
            routes: module.routes + AuditRoutes.routes(of: module.name, audit.database)
                + OperationsRoutes.routes(
                    OperatorDesk(service: module.name, database: audit.database, clock: around.clock, checks: checks))
                + HealthRoutes.routes(checks: checks, metrics: around.metrics) + [docs], audit: audit, ids: around.ids,
            logger: logger, metrics: around.metrics
        ) { request in
            guard let field = request.fields["Authorization"], field.hasPrefix("Bearer ") else { return .anonymous }
            return try verifier.caller(of: String(field.dropFirst(7)))
        }
    }

    /// Jobs, parked events and the service's own background work.
    var workers: [@Sendable () async throws -> Void] {
        [{ try await runner.run() }, { await consumer.retryParked() }, { try await sealer.run() }, retention] + module.background
    }

    func consumers(_ transport: any EventTransport) -> [@Sendable () async throws -> Void] {
        let shared: [any ConsumerGroup] = module.subscriptions.isEmpty ? [] : [consumer]
        return (shared + module.listeners).map { group in { try await transport.deliver(to: group) } }
    }
}
