import Access
import Changes
package import Core
package import Database
import Events
import PhoneNumbers
package import ServiceKit

/// Accounts and people: whose an order is, how to reach them, what they agreed to, and everything that happened with them.
package enum ContactsModule: ServiceDefinition {
    package static let name = "contacts"

    package static let migrations = [
        M0001_Accounts.migration, M0002_Orders.migration, M0003_History.migration, M0004_Search.migration,
        M0005_Verifications.migration, M0006_Ownership.migration, M0007_Rights.migration, M0008_Owners.migration,
        M0009_Shares.migration, M0010_Reassignments.migration, ChangeMigrations.tables("contacts-0011-changes"),
        M0013_Exports.migration, M0014_Successors.migration, M0015_AccountRefresh.migration,
        M0016_AccountRetelling.migration, M0017_Lists.migration,
    ]

    package static let phoneRegion = Setting(
        "CRM_CONTACTS_PHONE_REGION", default: "RU",
        "Where telephone numbers without + are dialled from when an order names no country: two letters (ISO 3166-1), or nothing."
    )
    package static let idleDays = Setting(
        "CRM_CONTACTS_IDLE_DAYS", default: "0",
        "Days without activity after which an owner's client goes back into the queue of its unit; 0: never.")
    package static let ownershipPatience = Setting(
        "CRM_CONTACTS_OWNERSHIP_PATIENCE_HOURS", default: "24",
        "Hours that accounts may belong to somebody who left, or to a closed queue, before the log says so as an error.")
    package static let changeDays = Setting(
        "CRM_CONTACTS_CHANGE_DAYS", default: "30",
        "Days that changes of customers are kept for programs that follow them; who stays away longer begins with the lists.")
    package static let exportApproval = Setting(
        "CRM_CONTACTS_EXPORT_APPROVAL_ABOVE", default: "10000",
        "Customers that somebody exports within 24 hours without approval by another who administers customers; 0: however many.")
    package static let settings = [phoneRegion, idleDays, ownershipPatience, changeDays, exportApproval]

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        PhoneNumbers.warmUp()
        let region = platform.settings[phoneRegion]
        guard region.isEmpty || region.utf8.count == 2 else {
            throw SettingError(setting: phoneRegion.name, expected: "two letters, such as RU, or empty")
        }
        let record = RecordEvent(clock: platform.clock)
        let tell = TellAccount(outbox: platform.outbox, record: record)
        let link = LinkOrder(
            tell: tell, record: record, ids: platform.ids, clock: platform.clock, region: region.isEmpty ? nil : region)
        let withdraw = WithdrawConsent(tell: tell, record: record, ids: platform.ids, clock: platform.clock)
        let doubt = DoubtRefusedAddress(tell: tell, record: record, clock: platform.clock)
        let database = platform.database
        let ownership = try Owning(platform, tell)
        let rights = CustomerRights(organization: Organization(), clock: platform.clock)
        let days = try platform.settings.integer(changeDays)
        guard (1...3650).contains(days) else {
            throw SettingError(setting: changeDays.name, expected: "a number from 1 to 3650")
        }
        let changes = ReadChanges(database: database, feed: try await ChangeFeed.open(database), rights: rights)
        let exporting = try Exporting(platform, rights)
        let refresh = RefreshAccounts(
            database: database, tell: tell, jobs: platform.jobs, clock: platform.clock, logger: platform.logger,
            metrics: platform.metrics)
        try await refresh.begin()
        return ServiceModule(
            name: name,
            routes: CustomerRoutes.all(
                ListCustomers(database: database, rights: rights), ListSuspectedDuplicates(database: database, rights: rights))
                + AccountRoutes.all(
                    ReadAccount(database: database, rights: rights), ReadTimeline(database: database, rights: rights),
                    EditAccount(database: database, rights: rights, tell: tell, clock: platform.clock, region: link.region))
                + VerificationRoutes.all(
                    VerifyContactPoint(database: database, rights: rights, tell: tell, clock: platform.clock))
                + exporting.routes + CustomerChanges.all(changes) + ownership.routes,
            subscriptions: [
                OrderReactions.subscription(link, record), NotificationReactions.subscription(withdraw, doubt, record),
                OrganizationReactions.subscription,
            ],
            jobs: ownership.jobs + [refresh.handler]
                + ChangeJobs.handlers(KeepChanges(database: database, clock: platform.clock), days: days),
            schedules: OwnershipJobs.schedules + ChangeJobs.schedules)
    }
}
