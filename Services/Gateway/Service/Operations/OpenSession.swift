import Core
import Crypto
import Database
import GatewayAPI

/// Begins a session for somebody whose right to it is proved, or gives one that stands a new cookie.
struct OpenSession: Sendable {
    let ids: IdentifierSource
    let limits: SessionLimits
    let note: NoteSecurity

    /// Returns the cookie's text; only its digest is kept. `language` is what the person chose, or empty for that of the user.
    /// The session of `oldCookie`, which the browser had, ends, so that nobody can plant a cookie that becomes somebody's.
    func perform(
        _ user: User, from origin: SignInOrigin, language: String, replacing oldCookie: String?, at now: Timestamp,
        in tx: Transaction
    ) throws -> String {
        let store = SessionStore()
        tx.notes?.person = TransactionNotes.Person(id: user.id.description, name: user.name)
        let cookie = SecureRandom.token(bytes: 32)
        if let oldCookie { try store.delete(digest: AccessToken.digest(oldCookie), in: tx) }
        try store.purge(limits, now: now, in: tx)
        try store.insert(
            Session(
                id: ids.next(), digest: AccessToken.digest(cookie), user: user, formToken: SecureRandom.token(bytes: 18),
                language: language.isEmpty ? user.language : language, origin: origin, createdAt: now, seenAt: now,
                provedAt: now),
            in: tx)
        if !origin.browser.isEmpty,
            try SecurityNoticeStore().isNew(browser: AccessToken.digest(origin.browser), of: user.id, at: now, in: tx)
        {
            try note(.newBrowser, of: user, from: origin, language: language, in: tx)
        }
        return cookie
    }

    /// A new cookie for a session whose person has just proved again who they are, or how they do so has changed. Throws
    /// `unauthenticated` when it has ended meanwhile.
    static func rotate(_ session: Session, at now: Timestamp, in tx: Transaction) throws -> String {
        let cookie = SecureRandom.token(bytes: 32)
        guard
            try SessionStore().rotate(
                session.id, digest: AccessToken.digest(cookie), formToken: SecureRandom.token(bytes: 18), at: now, in: tx)
        else { throw Refusal(.unauthenticated, "not-signed-in", "The session has ended. Sign in again.") }
        return cookie
    }
}
