package import Core
import Crypto
package import HTTP

/// `?cursor=&limit=`.
package enum PageQuery {
    package static let parameters = [
        QueryParameter("cursor", "What the page before gave as `next`."),
        QueryParameter("limit", "Items on a page, 1 to 200; 50 when absent."),
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

/// Where a page ended, as an opaque text.
package enum Cursor {
    package static func encode(_ parts: [String]) -> String {
        Base64.encodeURL(Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
    }

    /// Throws `bad-cursor` for anything that `encode` with as many parts did not make.
    package static func decode(_ cursor: String, parts count: Int) throws -> [String] {
        let refusal = Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        guard cursor.utf8.count <= 4096, let bytes = Base64.decodeURL(cursor) else { throw refusal }
        var rest = bytes[...]
        var parts: [String] = []
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length >= 0,
                length <= rest.endIndex - colon - 1
            else { throw refusal }
            let end = colon + 1 + length
            parts.append(String(decoding: rest[(colon + 1)..<end], as: UTF8.self))
            rest = rest[end...]
        }
        guard rest.isEmpty, parts.count == count else { throw refusal }
        return parts
    }
}
