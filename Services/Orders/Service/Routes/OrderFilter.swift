import Core
import HTTP

extension HTTPRequest {
    /// A filter of the query, absent when empty. U+0000, which no database takes, is refused.
    func filter(_ name: String) throws -> String? {
        guard let value = query.first(name), !value.isEmpty else { return nil }
        guard !value.utf8.contains(0) else {
            throw Refusal(.malformed, "bad-parameter", "\(name) must not contain the character U+0000.")
        }
        return value
    }
}
