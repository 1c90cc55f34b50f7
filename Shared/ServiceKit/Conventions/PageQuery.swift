package import Core
package import HTTP

/// `?cursor=&limit=`.
package enum PageQuery {
    package static let parameters = [
        QueryParameter("cursor", "What the page before gave as `next`."),
        QueryParameter("limit", "Items on a page, 1 to 200; 50 when absent.", .integer(1...200)),
    ]

    package static func read(_ request: HTTPRequest, maximum: Int = 200, standard: Int = 50) throws -> PageRequest {
        let cursor = request.query.first("cursor").flatMap { $0.isEmpty ? nil : $0 }
        guard let text = request.query.first("limit"), !text.isEmpty else { return PageRequest(cursor: cursor, limit: standard) }
        guard let limit = Int(text), (1...maximum).contains(limit) else {
            throw Refusal(.malformed, "bad-limit", "limit must be a number from 1 to \(maximum).")
        }
        return PageRequest(cursor: cursor, limit: limit)
    }
}
