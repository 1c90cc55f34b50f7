import Core
import Database
import Events
import GatewayAPI
import JSON

/// Lets a person hear, by mail and in the bell of his pages, what happened to the ways he signs in, in the transaction in which it
/// happened. Who has no mail address hears of it in the bell only.
struct NoteSecurity: Sendable {
    let outbox: Outbox
    let clock: any WallClock
    let ids: IdentifierSource

    /// `language` is what the person speaks where that is known better than from the user. `atMostEvery`: seconds within which a
    /// second notice of the kind is left out.
    func callAsFunction(
        _ kind: SecurityNotice.Kind, of user: User, from origin: SignInOrigin? = nil, language: String = "",
        until: Timestamp? = nil, sealed: String? = nil, atMostEvery seconds: Double? = nil, in tx: Transaction
    ) throws {
        let now = clock.now()
        if let seconds {
            guard
                try SecurityNoticeStore().note(kind.rawValue, of: user.id, atMostEvery: seconds, at: now, in: tx)
            else { return }
        }
        // A link to a new password was asked for by somebody who cannot look here.
        if kind != .passwordReset {
            let give = GiveNotice(outbox: outbox, clock: clock, ids: ids)
            try give(
                .security, to: .user(user.id), subject: "\(ids.next())",
                [
                    ("what", .string(kind.rawValue)), ("address", .string(origin?.address ?? "")),
                    ("agent", .string(origin?.agent ?? "")),
                ], in: tx)
        }
        guard let mail = user.mail else { return }
        let notice = SecurityNotice(
            noticeID: ids.next(), userID: user.id, kind: kind, name: user.name, mail: mail,
            language: user.language.isEmpty ? language : user.language, at: now, until: until,
            address: origin?.address ?? "", agent: origin?.agent ?? "", sealed: sealed)
        try outbox.append(SecurityEvents.noted, key: notice.noticeID.description, data: notice.json(), in: tx)
    }

    /// At most one a day: who guesses passwords cannot fill the person's mailbox.
    func locked(_ user: User, from origin: SignInOrigin, until: Timestamp, in tx: Transaction) throws {
        try self(.locked, of: user, from: origin, until: until, atMostEvery: 86_400, in: tx)
    }
}
