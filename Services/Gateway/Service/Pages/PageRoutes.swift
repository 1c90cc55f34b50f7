import Audit
import Core
import HTTP
import ServiceKit

/// The pages that people see. They ask the services with the person's own rights, and never a database.
struct PageRoutes: Sendable {
    let routes: [Route]
    let errorPage: GatewayHandler.ErrorPage

    init(
        _ platform: Platform, ask: AskPeer, composeCard: ComposeCard, document: SuiteDocument, openSession: OpenSession,
        listSessions: ListSessions
    ) {
        let (database, clock) = (platform.database, platform.clock)
        let maker = PageMaker(
            clock: clock, timeZone: platform.settings[GatewayModule.timeZone], rejected: RejectedCount(ask: ask))
        let signIn = SignInPages(
            signIn: SignIn(database: database, clock: clock, openSession: openSession),
            endSession: EndSession(database: database),
            changeLanguage: ChangeLanguage(database: database), maker: maker)
        let profile = ProfilePages(listSessions: listSessions, endSession: EndSession(database: database), maker: maker)
        let passwords = PasswordPages(
            provePerson: ProvePerson(database: database, clock: clock),
            changePassword: ChangePassword(database: database, clock: clock), maker: maker)
        let start = Route(.get, "/", access: .signedIn, audit: .none("Leads on."), "To where a person begins.") { request in
            .redirect(to: Navigation.start(of: request.caller))
        }
        routes =
            [start] + AssetRoutes().routes + signIn.routes + profile.routes + passwords.routes
            + IntakePages(ask: ask, maker: maker).routes
            + OrderPages(ask: ask, maker: maker).routes + CustomerPages(ask: ask, composeCard: composeCard, maker: maker).routes
            + MailPages(ask: ask, maker: maker).routes
            + DocsPage(document: document, maker: maker).routes
        let page = ErrorPage(maker: maker)
        errorPage = { await page($0, $1, $2) }
    }
}
