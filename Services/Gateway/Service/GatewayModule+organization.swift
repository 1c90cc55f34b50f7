import ServiceKit

/// The doors of the organization: users, units and who works in them, roles and who holds them, absences.
extension GatewayModule {
    static func organizationRoutes(_ platform: Platform, _ tell: TellOrganization, _ tellLater: TellUserLater) -> [Route] {
        userRoutes(platform, tell) + unitRoutes(platform, tell, tellLater) + roleRoutes(platform, tell)
    }

    static func explanationRoutes(_ platform: Platform, _ ask: AskPeer) -> [Route] {
        ExplanationRoutes(explain: ExplainAccess(database: platform.database, clock: platform.clock, ask: ask)).routes
    }

    private static func userRoutes(_ platform: Platform, _ tell: TellOrganization) -> [Route] {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let guardGiving = GuardGiving(clock: clock)
        let changeAbsence = ChangeAbsence(database: database, clock: clock, tell: tell, guardGiving: guardGiving)
        let users = UserRoutes(
            read: ReadUsers(database: database), create: CreateUser(database: database, clock: clock, ids: ids, tell: tell),
            change: changeUser(platform, tell))
        let absences = AbsenceRoutes(
            read: ReadAbsences(database: database),
            create: CreateAbsence(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving),
            change: changeAbsence)
        return users.routes + absences.routes
    }

    static func changeUser(_ platform: Platform, _ tell: TellOrganization) -> ChangeUser {
        let (database, clock) = (platform.database, platform.clock)
        let guardGiving = GuardGiving(clock: clock)
        return ChangeUser(
            database: database, clock: clock, tell: tell, guardGiving: guardGiving,
            changeAbsence: ChangeAbsence(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
    }

    private static func unitRoutes(_ platform: Platform, _ tell: TellOrganization, _ tellLater: TellUserLater) -> [Route] {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let guardGiving = GuardGiving(clock: clock)
        let read = ReadUnits(database: database)
        let units = UnitRoutes(
            read: read,
            create: CreateUnit(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving),
            change: ChangeUnit(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
        let members = MemberRoutes(
            read: read,
            add: AddMember(
                database: database, clock: clock, ids: ids, tell: tell, tellLater: tellLater, guardGiving: guardGiving),
            change: ChangeMembership(
                database: database, clock: clock, tell: tell, tellLater: tellLater, guardGiving: guardGiving))
        return units.routes + members.routes
    }

    private static func roleRoutes(_ platform: Platform, _ tell: TellOrganization) -> [Route] {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let guardGiving = GuardGiving(clock: clock)
        let read = ReadRoles(database: database)
        let roles = RoleRoutes(
            read: read, create: CreateRole(database: database, ids: ids, tell: tell, guardGiving: guardGiving),
            change: ChangeRole(database: database, tell: tell, guardGiving: guardGiving))
        let assignments = AssignmentRoutes(
            read: read,
            assign: AssignRole(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving),
            change: ChangeAssignment(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
        return roles.routes + assignments.routes
    }
}
