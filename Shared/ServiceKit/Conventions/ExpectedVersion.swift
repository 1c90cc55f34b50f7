import Core
package import HTTP

extension HTTPRequest {
    /// The version of the resource that the client changes, from If-Match (RFC 9110 §13.1.1), where the ETag is that version, or
    /// that version, a dash and what the answer left out.
    /// Throws `conditionRequired` without it and `stale` for what no version has as its ETag: a weak one, several, `*`.
    package func expectedVersion() throws -> Int64 {
        let tags = fields.values("If-Match")
        guard let tag = tags.first else {
            throw Refusal(
                .conditionRequired, "if-match-required",
                "Send If-Match with the ETag of what you read, so that nothing newer is lost.")
        }
        guard tags.count == 1, tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""),
            let version = Int64(tag.dropFirst().dropLast().prefix { $0 != "-" })
        else {
            throw Refusal(.stale, "stale", "If-Match must be the ETag that was read last, such as \"7\".")
        }
        return version
    }
}
