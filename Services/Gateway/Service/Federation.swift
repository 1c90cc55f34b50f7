import Core
import HTTP
import Jobs
import ServiceKit

/// Signing in at identity providers, users and groups kept by a directory, and the roles that groups give.
struct Federation: Sendable {
    static let insideProviders = Setting(
        "CRM_GATEWAY_INSIDE_PROVIDERS", default: "",
        "Hosts of sign-in providers in your own network, with commas: only these may have private addresses and speak plain HTTP."
    )
    static let settings = [insideProviders]

    let providers: ManageProviders
    let begin: BeginProviderSignIn
    let finish: FinishProviderSignIn
    let door: ProviderDoor
    let routes: [Route]
    let jobs: [JobHandler]

    init(_ platform: Platform, tell: TellOrganization, door parts: DoorParts) {
        let (database, clock, logger) = (platform.database, platform.clock, platform.logger)
        let secrets = ProviderSecrets(keys: parts.keys)
        door = ProviderDoor(
            web: WebClient(userAgent: "relata"), addresses: ProviderAddresses(inside: platform.settings[Self.insideProviders]),
            clock: clock)
        let applyGroups = ApplyGroups(clock: clock, ids: platform.ids, tell: tell, logger: logger)
        let createUser = CreateUser(database: database, clock: clock, ids: platform.ids, tell: tell)
        let reconcile = ReconcileUsers(jobs: platform.jobs, applyGroups: applyGroups)
        providers = ManageProviders(
            database: database, clock: clock, ids: platform.ids, door: door, secrets: secrets, reconcile: reconcile)
        begin = BeginProviderSignIn(database: database, clock: clock, door: door)
        finish = FinishProviderSignIn(
            database: database, clock: clock, door: door, secrets: secrets,
            admit: AdmitPerson(
                database: database, clock: clock,
                createUser: createUser, applyGroups: applyGroups, openSession: parts.openSession),
            logger: logger)
        let guardGiving = GuardGiving(clock: clock)
        let changeUser = ChangeUser(
            database: database, clock: clock, tell: tell, guardGiving: guardGiving,
            changeAbsence: ChangeAbsence(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
        let scim = SCIMRoutes(
            users: SCIMUsers(
                keep: KeepDirectoryUsers(
                    database: database, clock: clock, createUser: createUser, changeUser: changeUser, tell: tell),
                groups: ReadDirectoryGroups(database: database)),
            groups: SCIMGroups(
                keep: KeepDirectoryGroups(
                    database: database, clock: clock, ids: platform.ids, guardGiving: guardGiving,
                    applyGroups: applyGroups, reconcile: reconcile)))
        let groups = ManageGroups(
            database: database, clock: clock, ids: platform.ids, guardGiving: guardGiving, reconcile: reconcile)
        routes =
            IdentityProviderRoutes(
                manage: providers, endSessions: EndProviderSessions(database: database, clock: clock, door: door, logger: logger)
            ).routes + GroupRoutes(manage: groups).routes + scim.routes
            + IdentityRoutes(connect: ConnectIdentities(database: database, clock: clock)).routes
        jobs = [reconcile.handler]
    }
}
