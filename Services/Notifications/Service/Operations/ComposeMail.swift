import Core
import Database
import Events
import JSON
import Jobs
import NotificationsAPI
import Presentation

/// Puts a message into the ledger and its sending into the queue, or an entry that says why there is none. One intent makes
/// one entry, whatever arrives how often.
struct ComposeMail: Sendable {
    let jobs: JobQueue
    let outbox: Outbox
    let ids: IdentifierSource
    let clock: any WallClock
    let standardLanguage: Language

    /// False when the intent is in the ledger already.
    @discardableResult
    func perform(
        _ kind: MailKind, intent: String, content: MailContent, customer: CustomerStore.Customer, orderID: ID?, in tx: Transaction
    ) throws -> Bool {
        let obstacle = MailRules.obstacle(
            kind, email: customer.email, consentAt: try CustomerStore().consent(customer.id, purpose: kind.purpose, in: tx),
            unsubscribedAt: try CustomerStore().unsubscribed(customer.id, purpose: kind.purpose, in: tx))
        let language = customer.language.flatMap { Language(tag: $0) } ?? standardLanguage
        let now = clock.now()
        let text = MailText(kind, content, customer: customer.name, language: language, unsubscribe: "")
        let mail = Mail(
            id: MailID(ids.next()), intent: intent, kind: kind, state: obstacle == nil ? .queued : .skipped,
            accountID: customer.id,
            orderID: orderID, recipient: customer.email ?? "", recipientName: customer.name, language: language.rawValue,
            subject: text.subject, content: content.json(), createdAt: now, finishedAt: obstacle == nil ? nil : now, attempts: 0,
            reason: obstacle)
        guard try MailStore().insert(mail, in: tx) else { return false }
        if obstacle == nil {
            try SendMail.enqueue(mail.id, jobs, in: tx)
        } else {
            try outbox.append(
                NotificationEvents.mailSkipped, key: mail.id.description, data: mail.outcome(at: now).json(), in: tx)
        }
        return true
    }
}
