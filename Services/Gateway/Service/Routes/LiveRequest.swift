import HTTP

/// What a page asks by itself because something changed: it is no sign that somebody is there.
enum LiveRequest {
    static let field = "X-Live"

    static func isOne(_ request: HTTPRequest) -> Bool {
        request.fields.contains(field) || request.path == LiveRoutes.path
    }
}
