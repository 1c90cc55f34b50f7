package import Core
package import Database
import Events
import HTTP
import JSON
import Presentation
package import ServiceKit

/// The gateway: the only door of the suite. Sign-in, tokens, the way to the services, the composed client card, the pages.
package enum GatewayModule: ServiceDefinition {
    package static let name = "gateway"
    package static let migrations: [Migration] = [
        M0001People.migration, M0002IdempotencyKeys.migration, M0003Organization.migration, M0101Sessions.migration,
        M0102SecondFactors.migration, M0103PasswordResets.migration, M0201IdentityProviders.migration,
        M0202Groups.migration, M0203Directory.migration, M0301GivenRoles.migration,
        M0302PassedDeputies.migration, M0104Passkeys.migration, M0105CopiedPasskeys.migration,
        M0401Preferences.migration, M0501Notices.migration, M0601SavedViews.migration, M0701Profile.migration,
    ]
    package static let proxies = Setting(
        "CRM_GATEWAY_PROXIES", default: "",
        "Addresses, or ranges such as 10.0.0.0/8, of proxies in front, with commas: their X-Forwarded-For and X-Forwarded-Proto are believed, nobody else's."
    )
    package static let origins = Setting(
        "CRM_GATEWAY_CORS_ORIGINS", default: "",
        "Sites whose pages may use the API with a token (CORS), such as https://shop.example, with commas; empty: none.")
    package static let timeZone = Setting(
        "CRM_TIME_ZONE", default: "UTC", "The time zone of the pages, such as Europe/Moscow.")
    package static let sessionIdle = Setting(
        "CRM_GATEWAY_SESSION_IDLE_HOURS", default: "8", "Hours without a request after which somebody is signed out.")
    package static let sessionLongest = Setting(
        "CRM_GATEWAY_SESSION_HOURS", default: "168", "Hours after signing in when somebody is signed out in any case.")
    package static let organizationName = Setting(
        "CRM_ORGANIZATION", default: "Company",
        "The name of the unit at the top when the first start makes it; later it is changed like that of any unit.")
    package static let secondFactor = Setting(
        "CRM_GATEWAY_SECOND_FACTOR", default: "optional", "optional, or required: nobody signs in by a password alone.")
    package static let secretsKey = Setting(
        "CRM_GATEWAY_SECRETS_KEY", default: "",
        "File with the key that secrets at rest are sealed with; empty: secrets.key in the data folder. Made where it is not there."
    )
    package static let settings =
        [proxies, origins, timeZone, organizationName, sessionIdle, sessionLongest, secondFactor, secretsKey, .publicURL]
        + [NoticeParts.days] + RateSettings.all + Federation.settings

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        guard Presenter.knows(timeZone: platform.settings[timeZone]) else {
            throw SettingError(setting: timeZone.name, expected: "the name of a time zone, such as Europe/Moscow or UTC")
        }
        let tell = TellOrganization(outbox: platform.outbox, clock: platform.clock)
        try await EnsureOrganization(
            database: platform.database, clock: platform.clock, tell: tell, name: platform.settings[organizationName])()
        try await EnsureAdministrator(
            database: platform.database, clock: platform.clock, ids: platform.ids, logger: platform.logger, tell: tell,
            folder: platform.dataFolder)()
        let ask = AskPeer(peers: platform.peers, logger: platform.logger)
        let composeCard = ComposeCard(ask: ask, clock: platform.clock)
        let limits = try sessionLimits(platform.settings)
        let findCaller = FindCaller(database: platform.database, clock: platform.clock, limits: limits)
        let hub = LiveHub(ids: platform.ids)
        let notices = try NoticeParts(platform)
        let door = try await DoorParts(platform, limits: limits)
        let tellLater = TellUserLater(jobs: platform.jobs, tell: tell)
        let organization = OrganizationParts(platform, tell: tell, tellLater: tellLater)
        let explain = ExplainAccess(database: platform.database, clock: platform.clock, ask: ask)
        let composeAudit = ComposeAudit(ask: ask, database: platform.database)
        let composeOperations = try ComposeOperations(
            platform,
            desk: OperatorDesk(
                service: name, database: platform.database, clock: platform.clock,
                checks: platform.checks.filter { $0.key.hasPrefix(name + ".") }))
        let federation = Federation(platform, tell: tell, door: door)
        let api =
            tokenRoutes(platform) + door.routes + CardRoutes(composeCard: composeCard).routes
            + organization.routes + ExplanationRoutes(explain: explain).routes
            + HoldingsRoutes(compose: ComposeHoldings(database: platform.database, clock: platform.clock, ask: ask)).routes
            + federation.routes + NoticeRoutes(read: notices.read).routes
            + AuditLogRoutes(composeAudit: composeAudit).routes + OperationRoutes(compose: composeOperations).routes
            + SavedViewRoutes(
                keep: KeepViews(database: platform.database, clock: platform.clock, ids: platform.ids)
            ).routes
        let health = HealthRoutes.routes(
            checks: platform.checks, metrics: platform.metrics, metricsAccess: .scope("metrics:read"))
        let document = SuiteDocument(
            ask: ask, own: OpenAPIDocument.make(title: "Relata gateway", version: "1", routes: api + health, components: [:]))
        let profile = KeepProfile(
            database: platform.database, clock: platform.clock,
            standard: OrganizationProfile(
                currency: "EUR", language: Language.english.rawValue, timeZone: platform.settings[timeZone]))
        _ = try await profile.read()
        let pages = PageRoutes(
            platform, profile: profile, ask: ask, composeCard: composeCard, document: document, door: door,
            federation: federation,
            organization: organization, explain: explain, composeAudit: composeAudit,
            composeOperations: composeOperations, hub: hub, notices: notices)
        let live = LiveRoutes(hub: hub, ask: ask, findCaller: findCaller)
        let routes = api + pages.routes + live.routes + DocsRoutes(document: document).routes
        let handler = try GatewayHandler(
            routes: routes + health, peers: platform.peers, ids: platform.ids, logger: platform.logger,
            metrics: platform.metrics, findCaller: findCaller,
            limits: RateLimits(
                RateLimiter(try RateSettings.quotas(platform.settings)), clock: platform.clock, metrics: platform.metrics),
            proxies: try TrustedProxies(platform.settings[proxies], setting: proxies),
            crossOrigin: try CrossOrigin(platform.settings[origins], setting: origins), audit: platform.audit,
            errorPage: pages.errorPage)
        return ServiceModule(
            name: name, routes: routes,
            subscriptions: organization.subscriptions + notices.subscriptions,
            // Each process has pages of its own to tell, so each hears everything.
            listeners: [
                EventListener(
                    name: "crm.gateway.live.\(platform.ids.next())", topics: LiveChanges.topics, missed: { hub.missedSome() },
                    heard: { hub.heard($0) })
            ],
            jobs: [
                tellLater.handler,
                FillDemo(database: platform.database, clock: platform.clock, ids: platform.ids) { await handler($0) }.handler,
            ] + door.jobs + federation.jobs + notices.jobs, schedules: notices.schedules,
            background: [{ try await hub.run() }, { try await profile.follow() }],
            stopping: { hub.stop() }, forwarder: handler, handler: { await handler($0) })
    }

    private static func sessionLimits(_ settings: Settings) throws -> SessionLimits {
        func seconds(_ setting: Setting) throws -> Double {
            let hours = try settings.integer(setting)
            guard (1...8760).contains(hours) else {
                throw SettingError(setting: setting.name, expected: "a number of hours from 1 to 8760")
            }
            return Double(hours) * 3600
        }
        return SessionLimits(idle: try seconds(sessionIdle), longest: try seconds(sessionLongest))
    }

    private static func tokenRoutes(_ platform: Platform) -> [Route] {
        let (database, clock) = (platform.database, platform.clock)
        return TokenRoutes(
            createToken: CreateToken(database: database, clock: clock, ids: platform.ids),
            listTokens: ListTokens(database: database), revokeToken: RevokeToken(database: database, clock: clock),
            clock: clock
        ).routes
    }
}
