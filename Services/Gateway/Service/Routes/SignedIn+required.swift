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
}
