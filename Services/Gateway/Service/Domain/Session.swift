package import Core

/// A signed-in browser: a row on the server behind an opaque cookie. The cookie changes when the person proves again who they
/// are; the session and its id stay.
package struct Session: Sendable {
    package let id: ID
    /// Of the cookie's text, which is kept nowhere.
    package let digest: [UInt8]
    package let user: User
    /// Sent with every form and compared with what comes back.
    package let formToken: String
    package let language: String
    /// From where it was begun, and with what.
    let origin: SignInOrigin
    package let createdAt: Timestamp
    package let seenAt: Timestamp
    /// When the person last proved who they are: signed in, or gave the password or second factor again.
    package let provedAt: Timestamp
    package var preferences = Preferences()

    /// Whether the person proved who they are within the last 15 minutes, as changes of how one signs in demand.
    func isFresh(at now: Timestamp) -> Bool {
        now < provedAt.adding(seconds: 900)
    }
}

/// From where and with what somebody signs in.
struct SignInOrigin: Sendable, Hashable {
    let address: String
    /// As `BrowserName` shortens it.
    let agent: String
    /// What failures are counted by; see `ClientNetwork`.
    let network: String
    /// The cookie that tells browsers apart; empty where it is not known.
    let browser: String
}

/// How long sessions last, in seconds.
package struct SessionLimits: Sendable, Hashable {
    /// Without a request.
    package let idle: Double
    /// From sign-in on, whatever is done.
    package let longest: Double

    package init(idle: Double, longest: Double) {
        self.idle = idle
        self.longest = longest
    }

    func allow(_ session: Session, at now: Timestamp) -> Bool {
        now < session.seenAt.adding(seconds: idle) && now < session.createdAt.adding(seconds: longest)
    }
}
