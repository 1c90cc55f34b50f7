import HTTP

/// Fields that every answer of the gateway carries, made once.
enum SecurityFields {
    private static let page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    /// A worker, which is a script that a browser runs on its own, may ask this site, by what its own file says.
    private static let data = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

    static func add(to response: inout HTTPResponse, secure: Bool) {
        let isPage = response.fields.begins("Content-Type", with: "text/html")
        let saysCaching = response.fields.contains("Cache-Control")
        response.fields.replace(by: made[(isPage ? 4 : 0) + (saysCaching ? 2 : 0) + (secure ? 1 : 0)])
    }

    /// By whether it is a page, whether it says itself how it may be cached, and whether it goes over HTTPS.
    private static let made = (0..<8).map { make(isPage: $0 & 4 != 0, saysCaching: $0 & 2 != 0, secure: $0 & 1 != 0) }

    private static func make(isPage: Bool, saysCaching: Bool, secure: Bool) -> HTTPFields {
        var fields: HTTPFields = [
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Security-Policy": isPage ? page : data,
        ]
        if secure { fields["Strict-Transport-Security"] = "max-age=31536000" }
        // Answers depend on who asks, so no shared cache may keep them.
        if !saysCaching { fields["Cache-Control"] = isPage ? "no-store" : "private, no-cache" }
        guard isPage else { return fields }
        fields["Referrer-Policy"] = "same-origin"
        fields["X-Frame-Options"] = "DENY"
        fields["Cross-Origin-Opener-Policy"] = "same-origin"
        fields["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        return fields
    }
}
