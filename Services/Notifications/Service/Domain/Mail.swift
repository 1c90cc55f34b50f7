import Core
import NotificationsAPI

/// A message to one customer or one person of the company, in the ledger from the moment that it is meant.
struct Mail: Sendable {
    enum State: String, Sendable {
        /// Waits for its job.
        case queued
        /// Handed to the mail server, whose answer is not marked yet. Found so by a later run, the message may or may not
        /// have gone out: it becomes uncertain and is never sent again by itself.
        case sending
        case sent
        case refused
        case uncertain
        case skipped
    }

    let id: MailID
    let intent: String
    let kind: MailKind
    var state: State
    let accountID: ID?
    let orderID: ID?
    let recipient: String
    let recipientName: String
    let language: String
    let subject: String
    /// What the text is made of; see `MailContent`.
    let content: [UInt8]
    let createdAt: Timestamp
    var finishedAt: Timestamp?
    var attempts: Int64
    var reason: String?

    var resource: MailResource {
        MailResource(
            id: id, intent: intent, kind: kind.rawValue, state: state.rawValue, accountID: accountID, orderID: orderID,
            recipient: recipient, language: language, subject: subject, createdAt: createdAt, finishedAt: finishedAt,
            attempts: attempts, reason: reason)
    }

    func outcome(at now: Timestamp, refusesAddress: Bool = false) -> MailOutcome {
        MailOutcome(
            mailID: id, intent: intent, kind: kind.rawValue, accountID: accountID, orderID: orderID, subject: subject, at: now,
            reason: reason, refusedAddress: refusesAddress ? recipient : nil)
    }
}

enum MailKind: String, Sendable {
    case orderPlaced = "order-placed"
    case orderShipped = "order-shipped"
    case orderCancelled = "order-cancelled"
    case newProduct = "new-product"
    case passwordReset = "password-reset"
    case passwordChanged = "password-changed"
    case signInLocked = "sign-in-locked"
    case newBrowser = "new-browser"
    case secondFactorOn = "second-factor-on"
    case secondFactorOff = "second-factor-off"
    case passkeyAdded = "passkey-added"
    case passkeyRemoved = "passkey-removed"
    case passkeyCopied = "passkey-copied"

    /// To a person of the company about his own way in: nothing that one unsubscribes from.
    var isForPerson: Bool {
        switch self {
        case .orderPlaced, .orderShipped, .orderCancelled, .newProduct: false
        case .passwordReset, .passwordChanged, .signInLocked, .newBrowser, .secondFactorOn, .secondFactorOff, .passkeyAdded,
            .passkeyRemoved, .passkeyCopied:
            true
        }
    }

    /// What one unsubscribes from.
    var purpose: String { self == .newProduct ? "new-products" : "order-updates" }

    /// New products are told only to those who said yes; news of one's own order to all who did not say no.
    var needsConsent: Bool { self == .newProduct }
}
