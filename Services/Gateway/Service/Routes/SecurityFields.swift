import HTTP

/// Fields that every answer of the gateway carries.
enum SecurityFields {
    static func add(to response: inout HTTPResponse, secure: Bool) {
        response.fields["X-Content-Type-Options"] = "nosniff"
        response.fields["Referrer-Policy"] = "same-origin"
        guard response.fields["Content-Type"]?.hasPrefix("text/html") ?? false else {
            if secure { response.fields["Strict-Transport-Security"] = "max-age=31536000" }
            return
        }
        if secure { response.fields["Strict-Transport-Security"] = "max-age=31536000" }
        response.fields["Content-Security-Policy"] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        response.fields["X-Frame-Options"] = "DENY"
        response.fields["Cross-Origin-Opener-Policy"] = "same-origin"
        response.fields["Cache-Control"] = response.fields["Cache-Control"] ?? "no-store"
    }
}
