package import Core
import JSON

/// What of a customer's history its viewer may see: entries of orders and mails are shown to those who may see the orders and mails
/// themselves, and no entry tells what is held back elsewhere.
package struct TimelineRights: Sendable {
    private let account: AccessDecision
    private let order: AccessDecision
    private let mail: AccessDecision

    package init(account: AccessDecision, order: AccessDecision, mail: AccessDecision) {
        (self.account, self.order, self.mail) = (account, order, mail)
    }

    package var showEverything: Bool { [account, order, mail].allSatisfy { $0.isAllowed && $0.hidden.isEmpty } }

    /// The entry without what is held back; `nil` where nothing of it is left.
    package func shown(_ entry: TimelineEntry) throws -> TimelineEntry? {
        guard account.shows(.history) else { return nil }
        guard !showEverything else { return entry }
        switch entry.kind.prefix(while: { $0 != "." }) {
        case "order": return try ofOrder(entry)
        case "mail": return try ofMail(entry)
        case "consent":
            guard account.shows(.consents) else { return nil }
            return account.shows(.contact) ? entry : try entry.without(["email"])
        case "contact-point": return account.shows(.contact) ? entry : nil
        default:
            // An account may have been named by an address or a number when it was made.
            let isNamed = entry.kind != "account.created" || (account.shows(.contact) && account.shows(.identifiers))
            return isNamed ? entry : try entry.without(["name"])
        }
    }

    private func ofOrder(_ entry: TimelineEntry) throws -> TimelineEntry? {
        guard order.isAllowed, order.shows(.history) else { return nil }
        guard !(order.shows(.money) && account.shows(.money)) else { return entry }
        guard !Self.payments.contains(entry.kind) else { return nil }
        return try entry.without(["total", "amount", "currency"])
    }

    private func ofMail(_ entry: TimelineEntry) throws -> TimelineEntry? {
        guard mail.isAllowed else { return nil }
        var hidden: [String] = []
        if !mail.shows(.history) { hidden.append("subject") }
        // Mail servers name the address in their reasons; ours tell of consents.
        if ![mail, account].allSatisfy({ $0.shows(.contact) && $0.shows(.consents) }) { hidden.append("reason") }
        // What it is for names the order too.
        if !order.isAllowed { hidden += ["orderID", "intent"] }
        return hidden.isEmpty ? entry : try entry.without(hidden)
    }

    /// The kinds that are of money alone.
    private static let payments: Set = ["order.paid", "order.refunded"]
}

extension TimelineEntry {
    fileprivate func without(_ members: [String]) throws -> TimelineEntry {
        guard var object = try JSONValue.parse(data).object else { return self }
        for member in members { object.remove(member) }
        return TimelineEntry(
            account: account, at: at, sequence: sequence, kind: kind, source: source, actor: actor, eventID: eventID, time: time,
            data: JSONValue.object(object).json())
    }
}
