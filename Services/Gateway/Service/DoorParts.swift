import Core
import Jobs
import ServiceKit

/// How persons come in and stay in: what of the gateway is about passwords, second factors and sessions, put together.
struct DoorParts: Sendable {
    /// Of the API.
    let routes: [Route]
    let jobs: [JobHandler]
    let openSession: OpenSession
    let resetPassword: ResetPassword
    /// `nil` where secrets cannot be kept.
    let keys: SecretKeys?
    let passkeys: PasskeyParts
    private let signIn: SignIn
    private let completeSignIn: CompleteSignIn
    private let enrol: EnrolSecondFactor
    let listSessions: ListSessions
    let endSession: EndSession
    private let changeLanguage: ChangeLanguage
    private let provePerson: ProvePerson
    private let changePassword: ChangePassword

    init(_ platform: Platform, limits: SessionLimits) async throws {
        let (database, clock, settings) = (platform.database, platform.clock, platform.settings)
        guard let demand = SecondFactorDemand(rawValue: settings[GatewayModule.secondFactor]) else {
            throw SettingError(setting: GatewayModule.secondFactor.name, expected: "optional or required")
        }
        let named = settings[GatewayModule.secretsKey]
        keys = try await LoadSecretKeys(
            database: database, path: named.isEmpty ? platform.dataFolder.map { $0 + "/secrets.key" } : named)()
        guard keys != nil || demand == .optional else {
            throw SettingError(
                setting: GatewayModule.secretsKey.name,
                expected: "a file, as there is no data folder and second factors are required")
        }
        let note = NoteSecurity(outbox: platform.outbox, clock: clock, ids: platform.ids)
        let lock = NoteLock(jobs: platform.jobs, note: note)
        let check = CheckPassword(database: database, clock: clock, lock: lock)
        openSession = OpenSession(ids: platform.ids, limits: limits, note: note)
        let askLetterKey = AskLetterKey(peers: platform.peers)
        let mailReset = MailPasswordReset(database: database, clock: clock, note: note) { try await askLetterKey() }
        jobs = [lock.handler, mailReset.handler]
        resetPassword = ResetPassword(database: database, clock: clock, jobs: platform.jobs, note: note)
        enrol = EnrolSecondFactor(database: database, clock: clock, keys: keys, demand: demand, note: note)
        completeSignIn = CompleteSignIn(
            database: database, clock: clock, openSession: openSession, enrol: enrol, check: CheckSecondFactor(keys: keys),
            note: note)
        passkeys = try PasskeyParts(platform, note: note, openSession: openSession, completeSignIn: completeSignIn)
        signIn = SignIn(
            database: database, clock: clock, check: check, openSession: openSession, demand: demand,
            takesPasskeys: passkeys.site != nil)
        listSessions = ListSessions(database: database, clock: clock, limits: limits)
        endSession = EndSession(database: database)
        changeLanguage = ChangeLanguage(database: database)
        provePerson = ProvePerson(database: database, clock: clock, check: check)
        changePassword = ChangePassword(database: database, clock: clock, check: check, note: note)
        routes =
            SessionRoutes(listSessions: listSessions, endSession: endSession).routes
            + PasswordRoutes(provePerson: provePerson, changePassword: changePassword, clock: clock).routes
            + PasswordResetRoutes(resetPassword: resetPassword).routes + SecondFactorRoutes(enrol: enrol, clock: clock).routes
            + passkeys.routes
    }

    func pages(_ maker: PageMaker, _ federation: Federation) -> [Route] {
        let providers = ProviderPages(federation, maker: maker)
        return SignInPages(
            signIn: signIn, endSession: endSession, changeLanguage: changeLanguage, providers: providers, passkeys: passkeys,
            maker: maker
        ).routes + providers.routes
            + SecondStepPages(completeSignIn: completeSignIn, enrol: enrol, passkeys: passkeys, maker: maker).routes
            + ProfilePages(listSessions: listSessions, endSession: endSession, maker: maker).routes
            + PasswordPages(provePerson: provePerson, changePassword: changePassword, passkeys: passkeys, maker: maker).routes
            + PasskeyPages(keep: passkeys.keep, site: passkeys.site, maker: maker).routes
            + PasswordResetPages(resetPassword: resetPassword, maker: maker).routes
            + SecondFactorPages(enrol: enrol, maker: maker).routes
    }
}
