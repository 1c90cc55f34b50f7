import Core
import ServiceKit

/// How persons come in and stay in: what of the gateway is about passwords, second factors and sessions, put together.
struct DoorParts: Sendable {
    /// Of the API.
    let routes: [Route]
    private let signIn: SignIn
    private let completeSignIn: CompleteSignIn
    private let enrol: EnrolSecondFactor
    private let listSessions: ListSessions
    private let endSession: EndSession
    private let changeLanguage: ChangeLanguage
    private let provePerson: ProvePerson
    private let changePassword: ChangePassword

    init(_ platform: Platform, limits: SessionLimits) async throws {
        let (database, clock, settings) = (platform.database, platform.clock, platform.settings)
        guard let demand = SecondFactorDemand(rawValue: settings[GatewayModule.secondFactor]) else {
            throw SettingError(setting: GatewayModule.secondFactor.name, expected: "optional or required")
        }
        let named = settings[GatewayModule.secretsKey]
        let keys = try await LoadSecretKeys(
            database: database, path: named.isEmpty ? platform.dataFolder.map { $0 + "/secrets.key" } : named)()
        guard keys != nil || demand == .optional else {
            throw SettingError(
                setting: GatewayModule.secretsKey.name,
                expected: "a file, as there is no data folder and second factors are required")
        }
        let openSession = OpenSession(ids: platform.ids, limits: limits)
        signIn = SignIn(database: database, clock: clock, openSession: openSession, demand: demand)
        enrol = EnrolSecondFactor(database: database, clock: clock, keys: keys, demand: demand)
        completeSignIn = CompleteSignIn(
            database: database, clock: clock, openSession: openSession, enrol: enrol, check: CheckSecondFactor(keys: keys))
        listSessions = ListSessions(database: database, clock: clock, limits: limits)
        endSession = EndSession(database: database)
        changeLanguage = ChangeLanguage(database: database)
        provePerson = ProvePerson(database: database, clock: clock)
        changePassword = ChangePassword(database: database, clock: clock)
        routes =
            SessionRoutes(listSessions: listSessions, endSession: endSession).routes
            + PasswordRoutes(provePerson: provePerson, changePassword: changePassword, clock: clock).routes
            + SecondFactorRoutes(enrol: enrol, clock: clock).routes
    }

    func pages(_ maker: PageMaker) -> [Route] {
        SignInPages(signIn: signIn, endSession: endSession, changeLanguage: changeLanguage, maker: maker).routes
            + SecondStepPages(completeSignIn: completeSignIn, enrol: enrol, maker: maker).routes
            + ProfilePages(listSessions: listSessions, endSession: endSession, maker: maker).routes
            + PasswordPages(provePerson: provePerson, changePassword: changePassword, maker: maker).routes
            + SecondFactorPages(enrol: enrol, maker: maker).routes
    }
}
