package import Core
package import Database
import HTTP
import JSON
package import ServiceKit

/// The gateway: the only door of the suite. Sign-in, tokens, the way to the services, the composed client card, the pages.
package enum GatewayModule: ServiceDefinition {
    package static let name = "gateway"
    package static let migrations: [Migration] = [M0001People.migration]
    package static let rate = Setting(
        "CRM_GATEWAY_RATE", default: "5000",
        "Requests a second that one caller may make, with twice as many at once; 0: no limit.")
    package static let settings = [rate]

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        try await EnsureAdministrator(
            database: platform.database, clock: platform.clock, ids: platform.ids, logger: platform.logger,
            folder: platform.dataFolder)()
        let routes = apiRoutes(platform) + PageRoutes(platform).routes
        let document = OpenAPIDocument.make(title: "Relata gateway", version: "1", routes: apiRoutes(platform), components: [:])
        let docs = DocsRoutes(peers: platform.peers, version: "1") { document }
        let health = HealthRoutes.routes(checks: platform.checks, metrics: platform.metrics)
        let handler = try GatewayHandler(
            routes: routes + docs.routes + health, peers: platform.peers, ids: platform.ids, logger: platform.logger,
            metrics: platform.metrics, findCaller: FindCaller(database: platform.database, clock: platform.clock),
            limiter: RateLimiter(perSecond: try platform.settings.integer(rate)))
        return ServiceModule(name: name, routes: routes, handler: { await handler($0) })
    }

    private static func apiRoutes(_ platform: Platform) -> [Route] {
        let createToken = CreateToken(database: platform.database, clock: platform.clock, ids: platform.ids)
        return TokenRoutes(database: platform.database, clock: platform.clock, createToken: createToken).routes
            + CardRoutes(composeCard: ComposeCard(peers: platform.peers, clock: platform.clock)).routes
    }
}
