/// A response as a handler returns it and as a client gets it. The server adds Date, length or transfer encoding, and Connection.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: HTTPBody

    package init(status: Int = 200, fields: HTTPFields = [], body: HTTPBody = .none) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    package static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: jsonFields, body: .bytes(bytes))
    }

    package static func html(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: htmlFields, body: .bytes(bytes))
    }

    package static func html(_ text: String, status: Int = 200) -> HTTPResponse {
        html(Array(text.utf8), status: status)
    }

    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: textFields, body: .bytes(Array(text.utf8)))
    }

    /// 303 by default: the client follows with GET. The location must be percent-encoded already.
    package static func redirect(to location: String, status: Int = 303) -> HTTPResponse {
        HTTPResponse(status: status, fields: [("Location", location)])
    }

    package static func empty(_ status: Int = 204) -> HTTPResponse {
        HTTPResponse(status: status)
    }

    // Built once: a response shares their buffers instead of building its own.
    private static let jsonFields: HTTPFields = [("Content-Type", "application/json")]
    private static let htmlFields: HTTPFields = [("Content-Type", "text/html; charset=utf-8")]
    private static let textFields: HTTPFields = [("Content-Type", "text/plain; charset=utf-8")]
}
