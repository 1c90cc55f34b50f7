import Access
import Core
import Database
import JSON
import NotificationsAPI
import Presentation

/// Reads the send ledger as the API shows it to one viewer. A mail that he may not see in full is not there for him.
struct ListMails: Sendable {
    let database: any Database
    let link: UnsubscribeLink
    let rights: MailRights

    func callAsFunction(_ filter: MailFilter, _ page: PageRequest, for viewer: Viewer) async throws -> Page<MailResource> {
        let after = try page.cursor.map { try Self.position($0) }
        return try await database.read { tx in
            let rights = try rights(of: viewer, in: tx)
            let orders = try self.rights.orders(of: viewer, in: tx)
            let mails = try MailStore().list(filter, after: after, limit: page.limit + 1, by: rights, orders: orders, in: tx)
            let shown = mails.prefix(page.limit)
            let accounts = shown.map(\.accountID)
            let decisions = zip(
                try rights.decide(.view, accounts: accounts, in: tx), try orders.decide(.view, accounts: accounts, in: tx))
            let next =
                mails.count > page.limit ? shown.last.map { Cursor.encode(["\($0.createdAt.microseconds)", "\($0.id)"]) } : nil
            return Page(items: zip(shown, decisions).map { $0.resource.shown(by: $1.0, order: $1.1) }, next: next)
        }
    }

    private static func position(_ cursor: String) throws -> (createdAt: Timestamp, id: ID) {
        let parts = try Cursor.decode(cursor, parts: 2)
        guard let microseconds = Int64(parts[0]), let id = ID(parts[1]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return (Timestamp(microseconds: microseconds), id)
    }

    func preview(_ id: MailID, for viewer: Viewer) async throws -> MailPreview {
        let (mail, decision, order) = try await database.read { tx in
            guard let mail = try MailStore().find(id, in: tx) else { throw MailProblem.notFound }
            let decision = try rights.require(.view, mail, of: viewer, in: tx)
            return (mail, decision, try rights.order(of: mail, by: viewer, in: tx))
        }
        let content = try Shapes.decode(MailContent.self, from: mail.content)
        let text = MailText(
            mail.kind, content, customer: mail.recipientName, language: Language(tag: mail.language) ?? .english,
            unsubscribe: mail.kind.isForPerson ? nil : link.url(mail))
        return MailPreview(mail: mail.resource, text: text.text, html: text.html).shown(by: decision, order: order)
    }

    func counts(for viewer: Viewer) async throws -> MailCounts {
        MailCounts(
            byState: try await database.read { tx in try MailStore().counts(by: try rights(of: viewer, in: tx), in: tx) })
    }
}
