import Core
import Database
import JSON
import NotificationsAPI
import Presentation

struct ListMails: Sendable {
    let database: any Database
    let link: UnsubscribeLink

    func callAsFunction(_ filter: MailFilter, _ page: PageRequest) async throws -> Page<MailResource> {
        let after = try page.cursor.map { try Self.position($0) }
        let mails = try await database.read { tx in
            try MailStore().list(filter, after: after, limit: page.limit + 1, in: tx)
        }
        let shown = mails.prefix(page.limit)
        let next =
            mails.count > page.limit ? shown.last.map { Cursor.encode(["\($0.createdAt.microseconds)", "\($0.id)"]) } : nil
        return Page(items: shown.map(\.resource), next: next)
    }

    private static func position(_ cursor: String) throws -> (createdAt: Timestamp, id: ID) {
        let parts = try Cursor.decode(cursor, parts: 2)
        guard let microseconds = Int64(parts[0]), let id = ID(parts[1]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return (Timestamp(microseconds: microseconds), id)
    }

    func preview(_ id: MailID) async throws -> MailPreview {
        guard let mail = try await database.read({ tx in try MailStore().find(id, in: tx) }) else { throw MailProblem.notFound }
        let content = try Shapes.decode(MailContent.self, from: mail.content)
        let text = MailText(
            mail.kind, content, customer: mail.recipientName, language: Language(tag: mail.language) ?? .english,
            unsubscribe: link.url(mail))
        return MailPreview(mail: mail.resource, text: text.text, html: text.html)
    }

    func counts() async throws -> MailCounts {
        MailCounts(byState: try await database.read { tx in try MailStore().counts(in: tx) })
    }
}
