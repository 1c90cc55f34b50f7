import Access
import Core
import ServiceKit

/// The part of the module that is about customers who leave in bulk.
struct Exporting: Sendable {
    let routes: [Route]

    init(_ platform: Platform, _ customers: CustomerRights) throws {
        let (database, clock, ids) = (platform.database, platform.clock, platform.ids)
        let approvalAbove = try platform.settings.number(ContactsModule.exportApproval, 0...1_000_000_000)
        let export = ExportCustomers(database: database, rights: customers)
        let rights = OwnershipRights(organization: Organization(), clock: clock)
        let begin = BeginExport(
            database: database, export: export, ids: ids, clock: clock, approvalAbove: Int64(approvalAbove))
        routes =
            ExportRoutes(begin, metrics: platform.metrics).routes
            + ExportRequestRoutes.all(
                AskForExport(database: database, export: export, outbox: platform.outbox, ids: ids, clock: clock),
                AnswerExportRequest(database: database, outbox: platform.outbox, rights: rights, clock: clock),
                ReadExports(database: database, rights: rights))
    }
}

extension Settings {
    func number(_ setting: Setting, _ range: ClosedRange<Int>) throws -> Int {
        let value = try integer(setting)
        guard range.contains(value) else {
            throw SettingError(setting: setting.name, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
