import Access
import Core
import Database
import Jobs
import ServiceKit

/// The part of the module that is about whose accounts are.
struct Owning: Sendable {
    let routes: [Route]
    let jobs: [JobHandler]

    init(_ platform: Platform, _ tell: TellAccount) throws {
        let (database, clock) = (platform.database, platform.clock)
        let idleDays = try platform.settings.number(ContactsModule.idleDays, 0...36_500)
        let patience = try platform.settings.number(ContactsModule.ownershipPatience, 0...8760)
        let rights = OwnershipRights(organization: Organization(), clock: clock)
        let change = ChangeOwner(tell: tell)
        let (ids, share) = (platform.ids, ShareAccount(tell: tell))
        let plan = PlanReassignment(database: database, rights: rights, ids: ids, clock: clock)
        routes =
            OwnerRoutes.all(
                AssignAccount(database: database, change: change, rights: rights, clock: clock),
                ClaimAccount(database: database, change: change, rights: rights, clock: clock),
                ReadOwners(database: database, rights: rights))
            + AccessRoutes.all(ReadAccess(database: database, rights: rights))
            + QueueRuleRoutes.all(QueueRuleList(database: database))
            + ShareRoutes.all(ManageShares(database: database, share: share, rights: rights, ids: ids, clock: clock))
            + AccessRequestRoutes.all(
                AskForAccess(database: database, tell: tell, rights: rights, ids: ids, clock: clock),
                ListAccessRequests(database: database, rights: rights, clock: clock),
                AnswerAccessRequest(database: database, tell: tell, share: share, rights: rights, ids: ids, clock: clock))
            + ReassignmentRoutes.all(
                plan, BeginReassignment(database: database, jobs: platform.jobs, rights: rights, clock: clock),
                ReadReassignments(database: database, rights: rights))
            + OffboardingRoutes.all(OffboardUser(database: database, plan: plan, rights: rights, clock: clock))
        let run = RunReassignment(
            database: database, change: change, leave: LeaveShares(share: share, tell: tell, ids: ids, clock: clock),
            outbox: platform.outbox, clock: clock)
        jobs =
            [Reassign(runReassignment: run).handler]
            + OwnershipJobs.handlers(
                ReturnIdle(database: database, change: change, clock: clock), idleDays: idleDays,
                WatchOwnership(
                    database: database, clock: clock, metrics: platform.metrics, logger: platform.logger,
                    patience: Double(patience) * 3600), ForgetPlans(database: database, clock: clock))
    }
}
