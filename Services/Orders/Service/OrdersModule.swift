import Access
package import Core
package import Database
import Events
package import ServiceKit

/// Orders of shops: taken in exactly once, kept, and told to the suite.
package enum OrdersModule: ServiceDefinition {
    package static let name = "orders"
    package static let migrations = [M0001_Orders.migration, M0002_Intake.migration]

    package static let shopTopic = Setting(
        "CRM_ORDERS_SHOP_TOPIC", default: "shop.orders.v1", "The Kafka topic that shops send their events to.")
    package static let receiptTopic = Setting(
        "CRM_ORDERS_RECEIPT_TOPIC", default: "shop.receipts.v1", "The Kafka topic that the receipts for them go to.")
    package static let waitingDays = Setting(
        "CRM_ORDERS_WAITING_DAYS", default: "30", "Days after which an event whose cause never came is rejected.")
    package static let waitingAlarm = Setting(
        "CRM_ORDERS_WAITING_ALARM", default: "100", "Events waiting for one order beyond which the log warns of it.")
    package static let rawDays = Setting(
        "CRM_ORDERS_RAW_DAYS", default: "90",
        "Days for which events are kept as they were received, once they are settled. They hold personal data.")
    package static let enforceCatalogue = Setting(
        "CRM_ORDERS_ENFORCE_CATALOGUE", default: "false", "Whether orders of products that the shop never told of are rejected.")
    package static let settings = [shopTopic, receiptTopic, waitingDays, waitingAlarm, rawDays, enforceCatalogue]

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        let (database, clock) = (platform.database, platform.clock)
        let keys = try await IntakeKeys.load(database: database, clock: clock)
        let sequence = try await database.write { try IntakeCases().sequence(in: $0) }
        let receipts = IntakeReceiptTopic(outbox: platform.outbox, topic: platform.settings[receiptTopic])
        let tell = TellIntake(outbox: platform.outbox)
        let apply = ApplyShopEvent(outbox: platform.outbox, ids: platform.ids)
        let release = ReleaseWaiting(apply: apply, keys: keys, sequence: sequence, receipts: receipts, tell: tell, clock: clock)
        let judge = JudgeShopEvent(
            apply: apply, release: release, keys: keys, sequence: sequence, tell: tell, clock: clock,
            enforcesCatalogue: try platform.settings.flag(enforceCatalogue))
        let receive = ReceiveShopEvents(database: database, judge: judge, keys: keys, receipts: receipts)
        let read = ReadIntake(database: database, keys: keys, clock: clock)
        let days = try platform.settings.integer(waitingDays)
        let intake = IntakeRoutes(
            read: read,
            retry: RetryRejected(database: database, judge: judge, keys: keys, receipts: receipts, tell: tell, clock: clock),
            discard: DiscardRejected(database: database, tell: tell, clock: clock), waitingDays: days)
        let doors = ShopEventRoutes(
            receive: receive, place: PlaceOrder(database: database, judge: judge, keys: keys), clock: clock)
        return ServiceModule(
            name: name,
            routes: doors.all + intake.all + ReceiptRoutes(read: read, keys: keys).all
                + OrderRoutes.routes(OrderLookup(database: database, organization: Organization(), clock: clock))
                + ProductRoutes.routes(ProductLookup(database: database)),
            subscriptions: [
                ShopTopic.subscription(platform.settings[shopTopic], receive, clock: clock), ContactReactions.subscription(),
                OrganizationReactions.subscription,
            ],
            jobs: IntakeJobs.handlers(
                database: database, expire: ExpireWaiting(database: database, release: release, clock: clock, days: days),
                mostWaiting: try platform.settings.integer(waitingAlarm), bodyDays: try platform.settings.integer(rawDays),
                clock: clock, logger: platform.logger),
            schedules: IntakeJobs.schedules, components: ShopEventDocs.components)
    }
}
