import HTTP

/// The cookie of a browser that is on its way to a provider and back. Lax, as the way back comes from the provider's site.
enum JourneyCookie {
    static func name(secure: Bool) -> String { secure ? "__Host-journey" : "journey" }

    static func of(_ request: HTTPRequest) -> String? {
        request.cookie(name(secure: request.isSecure)).flatMap { $0.utf8.count <= 100 ? $0 : nil }
    }

    static func set(_ value: String, secure: Bool) -> String {
        "\(name(secure: secure))=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(Int(SignInJourney.lifetime))"
            + (secure ? "; Secure" : "")
    }

    static func clear(secure: Bool) -> String {
        "\(name(secure: secure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (secure ? "; Secure" : "")
    }
}
