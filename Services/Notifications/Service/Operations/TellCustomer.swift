import Core
import Database
import JSON

/// Tells the customer what happened to an order, as soon as it is known whose order it is.
struct TellCustomer: Sendable {
    let composeMail: ComposeMail
    let clock: any WallClock
    /// No mail about an order that was placed more than so many days ago.
    let days: Int

    func perform(
        _ kind: MailKind, intent: String, orderID: ID, placedAt: Timestamp, content: MailContent, in tx: Transaction
    ) throws {
        guard MailRules.isRecent(placedAt, days: days, now: clock.now()) else { return }
        guard let account = try OrderFactStore().lock(orderID, in: tx)?.accountID,
            let customer = try CustomerStore().find(account, in: tx)
        else {
            try OrderFactStore().wait(
                OrderFactStore.Notice(intent: intent, orderID: orderID, kind: kind, details: content.json()), in: tx)
            return
        }
        try composeMail.perform(kind, intent: intent, content: content, customer: customer, orderID: orderID, in: tx)
    }

    /// The order's account became known: says what waited for that.
    func release(orderID: ID, accountID: ID, in tx: Transaction) throws {
        try OrderFactStore().saveLink(orderID, accountID: accountID, in: tx)
        guard let customer = try CustomerStore().find(accountID, in: tx) else { return }
        for notice in try OrderFactStore().takeNotices(orderID, in: tx) {
            let content = try Shapes.decode(MailContent.self, from: notice.details)
            try composeMail.perform(
                notice.kind, intent: notice.intent, content: content, customer: customer, orderID: orderID, in: tx)
        }
    }
}
