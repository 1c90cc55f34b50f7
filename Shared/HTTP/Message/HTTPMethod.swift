/// A request method that is known here; case matters.
package enum HTTPMethod: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// These two are known so that they are refused as what no address takes, and not as what nobody has heard of.
    case trace = "TRACE"
    case query = "QUERY"

    /// Whether the request asks to change nothing (RFC 9110 §9.2.1).
    package var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace, .query: true
        case .post, .put, .patch, .delete: false
        }
    }
}
