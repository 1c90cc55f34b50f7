import ServiceKit

/// The doors of the organization: users, units and who works in them.
extension GatewayModule {
    static func organizationRoutes(_ platform: Platform, _ tell: TellOrganization, _ tellLater: TellUserLater) -> [Route] {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let guardGiving = GuardGiving(clock: clock)
        let users = UserRoutes(
            read: ReadUsers(database: database), create: CreateUser(database: database, clock: clock, ids: ids, tell: tell),
            change: ChangeUser(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
        let readUnits = ReadUnits(database: database)
        let units = UnitRoutes(
            read: readUnits,
            create: CreateUnit(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving),
            change: ChangeUnit(database: database, clock: clock, tell: tell, guardGiving: guardGiving))
        let members = MemberRoutes(
            read: readUnits,
            add: AddMember(
                database: database, clock: clock, ids: ids, tell: tell, tellLater: tellLater, guardGiving: guardGiving),
            change: ChangeMembership(
                database: database, clock: clock, tell: tell, tellLater: tellLater, guardGiving: guardGiving))
        return users.routes + units.routes + members.routes
    }
}
