package import Core
package import Database
import HTTP
import JSON
import Presentation
package import ServiceKit

/// The gateway: the only door of the suite. Sign-in, tokens, the way to the services, the composed client card, the pages.
package enum GatewayModule: ServiceDefinition {
    package static let name = "gateway"
    package static let migrations: [Migration] = [M0001People.migration, M0002IdempotencyKeys.migration]
    package static let rate = Setting(
        "CRM_GATEWAY_RATE", default: "5000",
        "Requests a second that one caller may make, with twice as many at once; 0: no limit.")
    package static let proxies = Setting(
        "CRM_GATEWAY_PROXIES", default: "",
        "Addresses of proxies in front, with commas: their X-Forwarded-For and X-Forwarded-Proto are believed, nobody else's.")
    package static let timeZone = Setting(
        "CRM_TIME_ZONE", default: "UTC", "The time zone of the pages, such as Europe/Moscow.")
    package static let settings = [rate, proxies, timeZone]

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        guard Presenter.knows(timeZone: platform.settings[timeZone]) else {
            throw SettingError(setting: timeZone.name, expected: "the name of a time zone, such as Europe/Moscow or UTC")
        }
        try await EnsureAdministrator(
            database: platform.database, clock: platform.clock, ids: platform.ids, logger: platform.logger,
            folder: platform.dataFolder)()
        let ask = AskPeer(peers: platform.peers, logger: platform.logger)
        let composeCard = ComposeCard(ask: ask, clock: platform.clock)
        let api = tokenRoutes(platform) + CardRoutes(composeCard: composeCard).routes
        let health = HealthRoutes.routes(
            checks: platform.checks, metrics: platform.metrics, metricsAccess: .scope("metrics:read"))
        let document = SuiteDocument(
            ask: ask, own: OpenAPIDocument.make(title: "Relata gateway", version: "1", routes: api + health, components: [:]))
        let pages = PageRoutes(platform, ask: ask, composeCard: composeCard, document: document)
        let routes = api + pages.routes + DocsRoutes(document: document).routes
        let handler = try GatewayHandler(
            routes: routes + health, peers: platform.peers, ids: platform.ids, logger: platform.logger,
            metrics: platform.metrics, findCaller: FindCaller(database: platform.database, clock: platform.clock),
            limiter: RateLimiter(perSecond: try platform.settings.integer(rate)),
            proxies: TrustedProxies(platform.settings[proxies]), errorPage: pages.errorPage)
        return ServiceModule(name: name, routes: routes, handler: { await handler($0) })
    }

    private static func tokenRoutes(_ platform: Platform) -> [Route] {
        let (database, clock) = (platform.database, platform.clock)
        return TokenRoutes(
            createToken: CreateToken(database: database, clock: clock, ids: platform.ids),
            listTokens: ListTokens(database: database), revokeToken: RevokeToken(database: database, clock: clock)
        ).routes
    }
}
