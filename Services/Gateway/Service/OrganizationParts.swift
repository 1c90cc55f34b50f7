import Core
import Events
import ServiceKit

/// What of the gateway is about the organization, put together: users, units and who works in them, roles and who holds them,
/// absences.
struct OrganizationParts: Sendable {
    let readPeople: ReadPeople
    let createUser: CreateUser
    let changeUser: ChangeUser
    let createAbsence: CreateAbsence
    let changeAbsence: ChangeAbsence
    let createUnit: CreateUnit
    let changeUnit: ChangeUnit
    let addMember: AddMember
    let changeMembership: ChangeMembership
    let createRole: CreateRole
    let changeRole: ChangeRole
    let assignRole: AssignRole
    let changeAssignment: ChangeAssignment
    /// Of the API.
    let routes: [Route]
    let subscriptions: [Subscription]

    init(_ platform: Platform, tell: TellOrganization, tellLater: TellUserLater) {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let guardGiving = GuardGiving(clock: clock)
        readPeople = ReadPeople(database: database, clock: clock)
        createUser = CreateUser(database: database, clock: clock, ids: ids, tell: tell)
        changeAbsence = ChangeAbsence(database: database, clock: clock, tell: tell, guardGiving: guardGiving)
        changeUser = ChangeUser(
            database: database, clock: clock, tell: tell, guardGiving: guardGiving, changeAbsence: changeAbsence)
        createAbsence = CreateAbsence(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving)
        createUnit = CreateUnit(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving)
        changeUnit = ChangeUnit(database: database, clock: clock, tell: tell, guardGiving: guardGiving)
        addMember = AddMember(
            database: database, clock: clock, ids: ids, tell: tell, tellLater: tellLater, guardGiving: guardGiving)
        changeMembership = ChangeMembership(
            database: database, clock: clock, tell: tell, tellLater: tellLater, guardGiving: guardGiving)
        createRole = CreateRole(database: database, ids: ids, tell: tell, guardGiving: guardGiving)
        changeRole = ChangeRole(database: database, tell: tell, guardGiving: guardGiving)
        assignRole = AssignRole(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving)
        changeAssignment = ChangeAssignment(database: database, clock: clock, tell: tell, guardGiving: guardGiving)
        subscriptions = [
            ContactReactions.subscription(
                changeUser, PassDeputies(clock: clock, tell: tell, guardGiving: guardGiving, logger: platform.logger),
                RecallCaller(clock: clock), logger: platform.logger)
        ]
        let (readUnits, readRoles) = (ReadUnits(database: database), ReadRoles(database: database))
        routes =
            UserRoutes(read: ReadUsers(database: database), create: createUser, change: changeUser).routes
            + AbsenceRoutes(read: ReadAbsences(database: database), create: createAbsence, change: changeAbsence).routes
            + UnitRoutes(read: readUnits, create: createUnit, change: changeUnit).routes
            + MemberRoutes(read: readUnits, add: addMember, change: changeMembership).routes
            + RoleRoutes(read: readRoles, create: createRole, change: changeRole).routes
            + AssignmentRoutes(read: readRoles, assign: assignRole, change: changeAssignment).routes
    }
}
