import Core
import Database
import GatewayAPI
import JSON
import Jobs
import NotificationsAPI
import Presentation

/// Puts a message to a person of the company into the ledger and its sending into the queue; one notice makes one message.
struct TellPerson: Sendable {
    let jobs: JobQueue
    let ids: IdentifierSource
    let clock: any WallClock
    let standardLanguage: Language

    func perform(_ notice: SecurityNotice, in tx: Transaction) throws {
        guard let kind = MailKind(rawValue: notice.kind.rawValue) else { return }
        var content = MailContent()
        content.sealed = notice.sealed
        content.until = notice.until
        content.address = notice.address
        content.agent = notice.agent
        let language = Language(tag: notice.language) ?? standardLanguage
        let text = MailText(kind, content, customer: notice.name, language: language, unsubscribe: nil)
        let mail = Mail(
            id: MailID(ids.next()), intent: "security:\(notice.noticeID)", kind: kind, state: .queued, accountID: nil,
            orderID: nil,
            recipient: notice.mail, recipientName: notice.name, language: language.rawValue, subject: text.subject,
            content: content.json(), createdAt: clock.now(), finishedAt: nil, attempts: 0, reason: nil)
        if try MailStore().insert(mail, in: tx) { try SendMail.enqueue(mail.id, jobs, in: tx) }
    }
}
