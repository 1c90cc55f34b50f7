import HTTP

/// The cookie of a signed-in browser. Over HTTPS its name binds it to this host; over plain HTTP browsers refuse that name. Lax
/// rather than Strict: a link from a mail, and the way back from an identity provider, arrive signed in, while nothing that
/// changes something carries it from another site (see `FormGuard`).
enum SessionCookie {
    static func name(secure: Bool) -> String { secure ? "__Host-session" : "session" }

    static func of(_ request: HTTPRequest) -> String? { request.cookie(name(secure: request.isSecure)) }

    static func set(_ value: String, secure: Bool) -> String {
        "\(name(secure: secure))=\(value); Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")
    }

    static func clear(secure: Bool) -> String {
        "\(name(secure: secure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (secure ? "; Secure" : "")
    }
}
