package import Core

extension MailResource {
    /// The entry without the fields that are held back: what belongs to which group is said here and nowhere else.
    ///
    /// Contact is the recipient. The reason goes with it, because mail servers name the address in theirs, and with the consents,
    /// because ours tells of one that is missing. `order` is what may be seen of the order that it is about: its id is shown to whom
    /// the order is.
    package func shown(by decision: AccessDecision, order: AccessDecision) -> MailResource {
        var copy = self
        if orderID != nil, !order.isAllowed { (copy.orderID, copy.intent) = (nil, nil) }
        if !decision.shows(.contact) { copy.recipient = nil }
        if !decision.shows(.contact) || !decision.shows(.consents) { copy.reason = nil }
        if !decision.shows(.history) { copy.subject = nil }
        copy.hidden = decision.hidden
        return copy
    }
}

extension MailPreview {
    /// The text is history, and names prices and sums: it is shown to those who may see both.
    package func shown(by decision: AccessDecision, order: AccessDecision) -> MailPreview {
        var copy = self
        copy.mail = mail.shown(by: decision, order: order)
        if !decision.shows(.history) || !decision.shows(.money) { (copy.text, copy.html) = (nil, nil) }
        return copy
    }
}
