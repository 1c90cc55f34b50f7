import Access
package import Core
package import Database
import HTTP
import Jobs
import Mail
import NotificationsAPI
import Presentation
package import ServiceKit

/// Notifications: messages to customers, at most one per intent, in a ledger that shows what became of each.
package enum NotificationsModule: ServiceDefinition {
    package static let name = "notifications"
    package static let migrations: [Migration] = [M0001Mails.migration]
    package static let settings = NotificationSettings.all

    package static func make(_ platform: Platform) async throws -> ServiceModule {
        let settings = platform.settings
        let (database, outbox, clock) = (platform.database, platform.outbox, platform.clock)
        let secret = try await Unsubscribe.secret(database)
        guard let language = Language(tag: settings[NotificationSettings.language]) else {
            throw SettingError(setting: NotificationSettings.language.name, expected: "en or ru")
        }
        let letters = try await LetterKeys.load(database)
        let sender = try sender(settings)
        let publicURL = settings[NotificationSettings.publicURL]
        let link = UnsubscribeLink(publicURL: publicURL, secret: secret)
        let composeMail = ComposeMail(
            jobs: platform.jobs, outbox: outbox, ids: platform.ids, clock: clock, standardLanguage: language)
        let tellCustomer = TellCustomer(
            composeMail: composeMail, clock: clock, days: try settings.integer(NotificationSettings.orderDays))
        let sendMail = SendMail(
            database: database, outbox: outbox, clock: clock, post: try postOffice(platform, sender: sender), sender: sender,
            publicURL: publicURL, secret: secret, letters: letters)
        let announce = AnnounceProduct(database: database, composeMail: composeMail)
        let purge = PurgeLedger(database: database, clock: clock, days: try settings.integer(NotificationSettings.ledgerDays))
        let forgotten = TakeUpForgotten(database: database, jobs: platform.jobs, clock: clock)
        let rights = MailRights(organization: Organization(), clock: clock)
        let mailRoutes = MailRoutes(
            listMails: ListMails(database: database, link: link, rights: rights),
            resolveUncertain: ResolveUncertain(
                database: database, outbox: outbox, jobs: platform.jobs, clock: clock, rights: rights))
        let unsubscribe = Unsubscribe(database: database, outbox: outbox, clock: clock, secret: secret)
        return ServiceModule(
            name: name,
            routes: mailRoutes.routes + UnsubscribeRoutes(unsubscribe: unsubscribe).routes
                + LetterRoutes(key: letters).routes,
            subscriptions: [
                OrderReactions(
                    tellCustomer: tellCustomer, jobs: platform.jobs, clock: clock,
                    productDays: try settings.integer(NotificationSettings.productDays)
                ).subscription,
                ContactReactions(tellCustomer: tellCustomer).subscription, OrganizationReactions.subscription,
                GatewayReactions(
                    tellPerson: TellPerson(jobs: platform.jobs, ids: platform.ids, clock: clock, standardLanguage: language)
                ).subscription,
            ],
            jobs: [sendMail.handler, announce.handler, purge.handler, forgotten.handler],
            schedules: [PurgeLedger.schedule, TakeUpForgotten.schedule])
    }

    private static func sender(_ settings: Settings) throws -> MailAddress {
        let address = settings[NotificationSettings.from]
        do {
            return try MailAddress(name: settings[NotificationSettings.fromName], address: address)
        } catch MailError.address {
            throw SettingError(setting: NotificationSettings.from.name, expected: "a mail address, not \"\(address)\"")
        }
    }

    private static func postOffice(_ platform: Platform, sender: MailAddress) throws -> any PostOffice {
        let settings = platform.settings
        let host = settings[NotificationSettings.host]
        guard !host.isEmpty else {
            guard let folder = platform.dataFolder else {
                throw SettingError(
                    setting: NotificationSettings.host.name,
                    expected: "a mail server, or CRM_DATA a folder that takes messages as files")
            }
            return try MailFolder(folder + "/mail")
        }
        guard let security = SMTPSettings.Security(rawValue: settings[NotificationSettings.security]) else {
            throw SettingError(setting: NotificationSettings.security.name, expected: "none, starttls or tls")
        }
        let username = settings[NotificationSettings.username]
        let caFile = settings[NotificationSettings.caFile]
        let smtp = SMTPSettings(
            host: host, port: try settings.integer(NotificationSettings.port), security: security,
            username: username.isEmpty ? nil : username,
            password: username.isEmpty ? nil : settings[NotificationSettings.password],
            helo: settings[NotificationSettings.helo], caFile: caFile.isEmpty ? nil : caFile,
            connections: try settings.integer(NotificationSettings.connections))
        return SMTPPostOffice(client: try SMTPClient(smtp), sender: sender.address)
    }
}
