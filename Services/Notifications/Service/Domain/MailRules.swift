import Core

/// Whether a message may go out.
enum MailRules {
    /// None for an order that was placed too long ago, for example when old orders are replayed.
    static func isRecent(_ moment: Timestamp, days: Int, now: Timestamp) -> Bool {
        moment > now.adding(days: -days)
    }

    /// Why the message is not sent, or nil when it may be. `consentAt` is when the consent was given, if it stands;
    /// `unsubscribedAt` the customer's own word, which a later consent overrules.
    static func obstacle(_ kind: MailKind, email: String?, consentAt: Timestamp?, unsubscribedAt: Timestamp?) -> String? {
        guard email != nil else { return "no-address" }
        if kind.needsConsent {
            guard let consentAt else { return "no-consent" }
            if let unsubscribedAt, unsubscribedAt >= consentAt { return "unsubscribed" }
            return nil
        }
        return unsubscribedAt == nil ? nil : "unsubscribed"
    }
}
