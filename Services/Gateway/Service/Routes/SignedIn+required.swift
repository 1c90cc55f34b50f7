import Core
import HTTP

extension SignedIn {
    /// The session of the request; throws `session-required` where a program asks with a token.
    static func required() throws(Refusal) -> Session {
        guard let session else {
            throw Refusal(.forbidden, "session-required", "Only somebody who is signed in by a browser can do this.")
        }
        return session
    }
}

extension HTTPResponse {
    /// Gives the browser the session's new cookie.
    mutating func setSession(_ cookie: String, _ request: HTTPRequest) {
        fields["Set-Cookie"] = SessionCookie.set(cookie, secure: request.isSecure)
    }

    /// Gives the browser a new session, and the mark by which it is known again.
    mutating func setSession(_ cookie: String, from origin: SignInOrigin, _ request: HTTPRequest) {
        setSession(cookie, request)
        fields.append("Set-Cookie", DoorCookie.browser.set(origin.browser, secure: request.isSecure))
    }
}
