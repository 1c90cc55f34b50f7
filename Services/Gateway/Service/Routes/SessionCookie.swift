import HTTP

/// The cookies of the door. Over HTTPS a cookie's name binds it to this host; over plain HTTP browsers refuse that name. Lax rather
/// than Strict: a link from a mail, and the way back from an identity provider, arrive signed in, while nothing that changes
/// something carries it from another site (see `FormGuard`).
enum SessionCookie {
    static func name(secure: Bool) -> String { DoorCookie.session.name(secure: secure) }

    static func of(_ request: HTTPRequest) -> String? { DoorCookie.session.of(request) }

    static func set(_ value: String, secure: Bool) -> String { DoorCookie.session.set(value, secure: secure) }

    static func clear(secure: Bool) -> String { DoorCookie.session.clear(secure: secure) }
}

struct DoorCookie: Sendable {
    /// Of a signed-in browser; it ends with the browser or the session, whichever is first.
    static let session = DoorCookie(base: "session", seconds: nil)
    /// Of somebody between password and second factor.
    static let signIn = DoorCookie(base: "signin", seconds: 900)

    /// Of a browser that was asked for a passkey and has not answered yet.
    static let passkey = DoorCookie(base: "passkey", seconds: 900)

    /// Tells browsers apart, so that a sign-in from a new one is noticed; it opens nothing.
    static let browser = DoorCookie(base: "browser", seconds: 400 * 86_400)

    /// How the pages are to look, for those before signing in; it opens nothing.
    static let look = DoorCookie(base: "look", seconds: 400 * 86_400)

    let base: String
    /// How long a browser keeps it; `nil`: until it is closed.
    let seconds: Int?

    func name(secure: Bool) -> String { secure ? "__Host-\(base)" : base }

    /// `nil` where there is none, or one longer than any of ours.
    func of(_ request: HTTPRequest) -> String? {
        request.cookie(name(secure: request.isSecure)).flatMap { $0.utf8.count <= 200 ? $0 : nil }
    }

    func set(_ value: String, secure: Bool) -> String {
        "\(name(secure: secure))=\(value); Path=/; HttpOnly; SameSite=Lax" + (seconds.map { "; Max-Age=\($0)" } ?? "")
            + (secure ? "; Secure" : "")
    }

    func clear(secure: Bool) -> String {
        "\(name(secure: secure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (secure ? "; Secure" : "")
    }
}
