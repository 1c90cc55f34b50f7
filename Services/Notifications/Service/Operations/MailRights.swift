import Access
import Core
import Database

/// Who may do what with mails: a mail has the facts of the account that it was written to.
struct MailRights: Sendable {
    let organization: Organization
    let clock: any WallClock

    func callAsFunction(of viewer: Viewer, in tx: Transaction) throws -> RecordRights {
        try RecordRights(of: viewer, to: .mail, organization, at: clock.now(), in: tx)
    }

    /// The rights to the orders that mails are about: they have the facts of the same account.
    func orders(of viewer: Viewer, in tx: Transaction) throws -> RecordRights {
        try RecordRights(of: viewer, to: .order, organization, at: clock.now(), in: tx)
    }

    /// What may be seen of the mail's order.
    func order(of mail: Mail, by viewer: Viewer, in tx: Transaction) throws -> AccessDecision {
        try orders(of: viewer, in: tx).decide(.view, accounts: [mail.accountID], in: tx)[0]
    }

    /// What may be seen of the mail. A mail that may not be seen throws as one that does not exist; one that may be seen and on
    /// which the action is not allowed throws `missing-right`.
    @discardableResult
    func require(_ action: Action, _ mail: Mail, of viewer: Viewer, in tx: Transaction) throws -> AccessDecision {
        let rights = try self(of: viewer, in: tx)
        let viewing = try rights.decide(.view, account: mail.accountID, in: tx)
        guard viewing.isAllowed else { throw MailProblem.notFound }
        guard try action == .view || rights.decide(action, account: mail.accountID, in: tx).isAllowed else {
            throw MailProblem.missingRight
        }
        return viewing
    }
}
