package import JSON

/// What a value in a query or header field may be, for the API docs. The route itself checks it.
package enum ParameterShape: Sendable, Hashable {
    case text
    case integer(ClosedRange<Int>)
    case choice([String])
    case id
    /// RFC 3339.
    case time
    /// A regular expression that the whole text matches.
    case pattern(String)

    package var schema: JSONValue {
        switch self {
        case .text: Self.string([])
        case .integer(let range):
            .object(
                JSONObject([
                    ("type", .string("integer")), ("minimum", .number(JSONNumber(Int64(range.lowerBound)))),
                    ("maximum", .number(JSONNumber(Int64(range.upperBound)))),
                ]))
        case .choice(let values): Self.string([("enum", .array(values.map { .string($0) }))])
        case .id: Self.string([("format", .string("uuid"))])
        case .time: Self.string([("format", .string("date-time"))])
        case .pattern(let pattern): Self.string([("pattern", .string(pattern))])
        }
    }

    private static func string(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject([("type", .string("string"))] + members))
    }
}

package struct QueryParameter: Sendable, Hashable {
    package let name: String
    package let summary: String
    package let shape: ParameterShape
    package let isRequired: Bool

    package init(_ name: String, _ summary: String, _ shape: ParameterShape = .text, required: Bool = false) {
        self.name = name
        self.summary = summary
        self.shape = shape
        isRequired = required
    }
}

/// A header field that a route demands.
package struct HeaderParameter: Sendable, Hashable {
    package let name: String
    package let summary: String
    package let shape: ParameterShape

    package init(_ name: String, _ summary: String, _ shape: ParameterShape = .text) {
        self.name = name
        self.summary = summary
        self.shape = shape
    }

    /// Read by `HTTPRequest.expectedVersion`.
    package static let ifMatch = HeaderParameter(
        "If-Match", "The ETag of what was read; 428 without it, 412 when it is old.", .pattern(#"^"[0-9]{1,18}"$"#))
    /// Read by `HTTPRequest.idempotencyKey`.
    package static let idempotencyKey = HeaderParameter(
        "Idempotency-Key", "What is created is called so within the token; the same key and body again create nothing.",
        .pattern("^[!-~]{1,200}$"))
}
