import Core
import Events
import Jobs
import ServiceKit

/// What of the gateway is about notices, put together.
struct NoticeParts: Sendable {
    static let days = Setting(
        "CRM_GATEWAY_NOTIFICATION_DAYS", default: "90", "Days for which the notifications of the bell are kept.")
    private static let forgetKind = "gateway.forget-notices"

    let read: ReadNotices
    let subscriptions: [Subscription]
    let jobs: [JobHandler]
    let schedules = [Schedule(name: forgetKind, kind: forgetKind, every: 86_400)]

    init(_ platform: Platform) throws {
        let days = try platform.settings.integer(Self.days)
        guard (1...3650).contains(days) else {
            throw SettingError(setting: Self.days.name, expected: "a number of days from 1 to 3650")
        }
        let give = GiveNotice(outbox: platform.outbox, clock: platform.clock, ids: platform.ids)
        let forget = ForgetNotices(database: platform.database, clock: platform.clock, days: days)
        read = ReadNotices(database: platform.database, give: give)
        subscriptions = NoticeReactions.subscriptions(give)
        jobs = [JobHandler(kind: Self.forgetKind, timeout: 600, concurrency: 1) { _ in try await forget() }]
    }
}
