import HTTP

/// Fields that every answer of the gateway carries.
enum SecurityFields {
    private static let page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    private static let data = "default-src 'none'; frame-ancestors 'none'"

    static func add(to response: inout HTTPResponse, secure: Bool) {
        let isPage = response.fields["Content-Type"]?.hasPrefix("text/html") ?? false
        response.fields["X-Content-Type-Options"] = "nosniff"
        response.fields["Cross-Origin-Resource-Policy"] = "same-origin"
        response.fields["Content-Security-Policy"] = isPage ? page : data
        if secure { response.fields["Strict-Transport-Security"] = "max-age=31536000" }
        // Answers depend on who asks, so no shared cache may keep them.
        if !response.fields.contains("Cache-Control") {
            response.fields["Cache-Control"] = isPage ? "no-store" : "private, no-cache"
        }
        guard isPage else { return }
        response.fields["Referrer-Policy"] = "same-origin"
        response.fields["X-Frame-Options"] = "DENY"
        response.fields["Cross-Origin-Opener-Policy"] = "same-origin"
        response.fields["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    }
}
