import Core

/// Where a page of the ledger ended: time and id.
enum MailCursor {
    static func encode(_ createdAt: Timestamp, _ id: ID) -> String { "\(createdAt.microseconds)~\(id)" }

    static func decode(_ text: String) throws -> (createdAt: Timestamp, id: ID) {
        let parts = text.split(separator: "~")
        guard parts.count == 2, let microseconds = Int64(parts[0]), let id = ID(String(parts[1])) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return (Timestamp(microseconds: microseconds), id)
    }
}
