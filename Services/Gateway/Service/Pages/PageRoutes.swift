import Audit
import Core
import HTTP
import ServiceKit

/// The pages that people see. They ask the services with the person's own rights, and never a database.
struct PageRoutes: Sendable {
    let routes: [Route]
    let errorPage: GatewayHandler.ErrorPage

    init(
        _ platform: Platform, profile: KeepProfile, ask: AskPeer, composeCard: ComposeCard, document: SuiteDocument,
        door: DoorParts, federation: Federation, organization: OrganizationParts, explain: ExplainAccess,
        composeAudit: ComposeAudit,
        composeOperations: ComposeOperations, hub: LiveHub, notices: NoticeParts
    ) {
        let maker = PageMaker(
            clock: platform.clock, profile: profile, rejected: RejectedCount(ask: ask), hub: hub, notices: notices.read)
        let keepViews = KeepViews(database: platform.database, clock: platform.clock, ids: platform.ids)
        let security = PersonSecurity(
            listSessions: door.listSessions, endSession: door.endSession, passkeys: door.passkeys.keep, maker: maker)
        let listChoices = ListChoices(database: platform.database)
        let requests = AccessRequestPages(ask: ask, ids: platform.ids, maker: maker)
        let charts = StartCharts(ask: ask, profile: profile)
        routes =
            StartPages(
                tasks: StartTasks(ask: ask), charts: charts, goals: GoalBoard(ask: ask, profile: profile), profile: profile,
                maker: maker
            ).routes
            + WelcomePages(
                profile: profile, organization: organization, resetPassword: door.resetPassword, jobs: platform.jobs,
                ids: platform.ids, maker: maker
            ).routes + AssetRoutes().routes
            + door.pages(maker, federation)
            + IntakePages(ask: ask, charts: charts, maker: maker).routes
            + OrderPages(ask: ask, keepViews: keepViews, ids: platform.ids, maker: maker).routes
            + CustomerPages(
                ask: ask, composeCard: composeCard, listChoices: listChoices, keepViews: keepViews,
                requests: requests, ids: platform.ids, maker: maker
            ).routes + ViewPages(keep: keepViews, maker: maker).routes
            + HandoverPages(
                ask: ask, organization: organization, listChoices: listChoices, ids: platform.ids,
                maker: maker
            ).routes + ExportPages(ask: ask, ids: platform.ids, maker: maker).routes
            + OwnerPages(ask: ask, organization: organization, maker: maker).routes + requests.routes
            + OffboardingPages(
                ask: ask, holdings: ComposeHoldings(database: platform.database, clock: platform.clock, ask: ask),
                organization: organization, listChoices: listChoices, ids: platform.ids, maker: maker
            ).routes + QueueRulePages(ask: ask, listChoices: listChoices, maker: maker).routes
            + TokenPages(
                create: CreateToken(database: platform.database, clock: platform.clock, ids: platform.ids),
                list: ListTokens(database: platform.database),
                revoke: RevokeToken(database: platform.database, clock: platform.clock),
                owners: ReadTokenOwners(database: platform.database), ids: platform.ids, maker: maker
            ).routes
            + CustomerEditPages(ask: ask, maker: maker).routes + MailPages(ask: ask, maker: maker).routes
            + PersonPages(
                organization: organization, resetPassword: door.resetPassword, security: security, ids: platform.ids, maker: maker
            ).routes + security.routes
            + UnitPages(organization: organization, ids: platform.ids, maker: maker).routes
            + RolePages(organization: organization, ids: platform.ids, maker: maker).routes
            + AccessPages(organization: organization, explain: explain, maker: maker).routes
            + AuditPages(composeAudit: composeAudit, maker: maker).routes
            + OperationPages(compose: composeOperations, maker: maker).routes
            + DocsPage(document: document, maker: maker).routes + SearchPages(ask: ask, maker: maker).routes
            + LookPages(
                changePreferences: ChangePreferences(database: platform.database, clock: platform.clock), maker: maker
            ).routes + OfflinePages(maker: maker).routes + NoticePages(read: notices.read, ask: ask, maker: maker).routes
        let page = ErrorPage(maker: maker)
        errorPage = { await page($0, $1, $2) }
    }
}
