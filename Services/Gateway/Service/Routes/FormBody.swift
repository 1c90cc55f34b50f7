import Core
import HTTP

/// What a person filled in: a body of `application/x-www-form-urlencoded`, read no further than allowed.
struct FormBody: Sendable {
    private var values: [String: String]

    /// Throws `unsupported-media-type`, `too-large` and `too-many-fields`. Of a name given twice the first value counts.
    static func read(_ request: HTTPRequest, limit: Int = 16_384, fields: Int = 100) async throws -> FormBody {
        let type = (request.fields["Content-Type"] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard type == "application/x-www-form-urlencoded" else {
            throw Refusal(.unsupportedMediaType, "unsupported-media-type", "Send a form as application/x-www-form-urlencoded.")
        }
        let bytes = try await request.body.collect(upTo: limit)
        guard bytes.count(where: { $0 == UInt8(ascii: "&") }) < fields else {
            throw Refusal(.malformed, "too-many-fields", "A form has at most \(fields) fields.")
        }
        return FormBody(HTTPQuery(String(decoding: bytes, as: UTF8.self)))
    }

    init(_ query: HTTPQuery) {
        values = Dictionary(query.items.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// With another value.
    func with(_ name: String, _ value: String) -> FormBody {
        var copy = self
        copy.values[name] = value
        return copy
    }

    /// As entered, but with line feeds where browsers send CRLF; `nil` when the form had no such field.
    subscript(name: String) -> String? {
        values[name].map {
            $0.contains("\r\n") ? $0.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n") : $0
        }
    }

    /// What stands behind this beginning in the names of fields, in order.
    func names(with prefix: String) -> [String] {
        values.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }

    /// Without spaces around; `nil` where nothing is left.
    func filled(_ name: String) -> String? {
        guard var text = self[name]?[...] else { return nil }
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }
}
