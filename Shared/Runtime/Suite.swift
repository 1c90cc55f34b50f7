package import Core
import Database
import Events
import HTTP
import Jobs
package import Observability
package import ServiceKit

/// Services assembled and ready to run in this process: one of them in the split arrangement, all of them in `crm serve`.
///
/// The last definition answers on the socket; it reaches those before it in process, and others where `CRM_PEERS` says.
package struct Suite: Sendable {
    package let services: [RunningService]
    let transport: any EventTransport
    let settings: Settings
    let arrangement: Arrangement
    package let logger: Logger
    package let metrics: Metrics
    let loops: EventLoopGroup

    /// Opens databases, migrates them, makes the services. Throws a sentence that says what to do when a part is missing.
    package static func assemble(
        _ definitions: [any ServiceDefinition.Type], settings: Settings, logger: Logger, clock: any WallClock = SystemClock()
    ) async throws -> Suite {
        let arrangement = try Arrangement(settings)
        if let folder = arrangement.dataFolder { try DataFolder.prepare(folder) }
        let ground = Ground(arrangement: arrangement, logger: logger)
        let metrics = Metrics()
        let count = try settings.integer(RuntimeSettings.loops)
        let loops = EventLoopGroup(threads: count > 0 ? count : Machine.cores)
        let keys = try InternalKeys(
            settings, split: definitions.count == 1, gateway: definitions.contains { $0.name == "gateway" },
            logger: logger.labelled("keys"))
        let transport = try ground.transport(clientName: definitions.count == 1 ? definitions[0].name : "crm")
        let ids = IdentifierSource(clock: clock)
        var services: [RunningService] = []
        for definition in definitions {
            let service = try await RunningService.make(
                definition,
                RunningService.Surroundings(
                    ground: ground, settings: settings, transport: transport, clock: clock, ids: ids, metrics: metrics,
                    peers: try peers(of: definition, among: services, settings: settings, keys: keys, loops: loops, clock: clock),
                    checksOfOthers: definition.name == "gateway" ? services.map(\.checks) : [], keys: keys))
            if !service.module.subscriptions.isEmpty { (transport as? InProcessTransport)?.register(service.consumer) }
            services.append(service)
        }
        // Those that are only listened to as well: no service waits for another's first start, nor for the next look at which
        // topics there are.
        try await ground.ensure(
            Set(definitions.map { "crm.\($0.name).v1" } + foreignTopics(definitions, settings))
                .union(services.flatMap { $0.module.subscriptions.map(\.topic) + $0.module.listeners.flatMap(\.topics) }),
            on: transport)
        return Suite(
            services: services, transport: transport, settings: settings, arrangement: arrangement, logger: logger,
            metrics: metrics,
            loops: loops)
    }

    package subscript(name: String) -> RunningService? { services.first { $0.name == name } }

    /// Runs until `stop` ends, then stops in reverse: no new requests, then consumers and jobs, then the relay, so that what
    /// was accepted last is still told where time allows. What is left is durable and goes on at the next start.
    package func run(signals: AsyncStream<Signals.Signal>, started: @escaping @Sendable (_ address: String) -> Void) async throws
    {
        guard let front = services.last else { return }
        let drain = Double(try settings.integer(RuntimeSettings.drain))
        let tls = try tlsFiles()
        let server = HTTPServer(
            host: arrangement.host, port: arrangement.port, tls: tls, limits: ServerLimits(), group: loops,
            logger: logger.labelled("http"), metrics: metrics, forwarder: front.module.forwarder, handler: front.handler)
        let relays: [@Sendable () async throws -> Void] = services.map { service in { try await service.relay.run() } }
        // In process the relay is what runs the consumers' work, so it stops with them.
        let (first, last) = transport is InProcessTransport ? ([], relays) : (relays, [])
        try await Background.run(first) {
            try await Background.run(services.flatMap(\.workers)) {
                try await Background.run(services.flatMap { $0.consumers(transport) } + last) {
                    let port = try server.start()
                    started("\(tls == nil ? "http" : "https")://\(shown(arrangement.host)):\(port)")
                    for await signal in signals {
                        guard signal == .reload else { break }
                        reload(server)
                    }
                    logger.notice("Stopping")
                    Machine.exit(after: drain + 1.5)
                    for service in services { service.module.stopping() }
                    await server.shutdown(within: drain)
                }
            }
        }
        await close()
        loops.shutdown()
    }

    /// Closes databases and transport; for tools and tests that assembled but do not run.
    package func close() async {
        await transport.close()
        for service in services { await service.database.close() }
    }

    private func reload(_ server: HTTPServer) {
        do {
            try server.reloadTLS()
            logger.notice("Read the certificates again")
        } catch {
            logger.error("The certificates could not be read again; the old ones stay", ["error": "\(error)"])
        }
    }

    private func tlsFiles() throws -> TLSFiles? {
        let certificate = settings[RuntimeSettings.certificate]
        let key = settings[RuntimeSettings.key]
        guard certificate.isEmpty == key.isEmpty else {
            throw SettingError(
                setting: RuntimeSettings.certificate.name, expected: "given together with \(RuntimeSettings.key.name)")
        }
        return certificate.isEmpty ? nil : TLSFiles(certificate: certificate, key: key)
    }

    private func shown(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    /// Topics of others, which the settings of the services name: `…_TOPIC`.
    private static func foreignTopics(_ definitions: [any ServiceDefinition.Type], _ settings: Settings) -> [String] {
        definitions.flatMap { $0.settings }.filter { $0.name.hasSuffix("_TOPIC") }.map { settings[$0] }
    }

    private static func peers(
        of definition: any ServiceDefinition.Type, among services: [RunningService], settings: Settings, keys: InternalKeys,
        loops: EventLoopGroup, clock: any WallClock
    ) throws -> Peers {
        guard keys.signs, definition.name == "gateway" else { return Peers() }
        let issuer = InternalTokenIssuer(key: { keys.signing }, clock: clock)
        var peers = Peers()
        for (name, address) in try Arrangement.peers(settings[RuntimeSettings.peers]) {
            let client = PeerClient(host: address.host, port: address.port, group: loops)
            let line = PeerLine(client: client) { issuer.credentials(for: $0, service: name) }
            peers.add(name, PeerHandler.make(to: line), line: line)
        }
        for service in services { peers.add(service.name, PeerHandler.make(service.name, issuer: issuer, to: service.handler)) }
        return peers
    }
}
