import Core
package import HTTP

extension HTTPRequest {
    /// What the client calls the thing that it creates, within its own token or user: the caller's subject and the key. Throws
    /// `malformed` where there is not exactly one key, or one of more than 255 characters with the subject.
    package func idempotencyKey() throws -> String {
        let keys = fields.values("Idempotency-Key").filter { !$0.isEmpty }
        guard let key = keys.first else {
            throw Refusal(.malformed, "missing", "The header Idempotency-Key is required: it names what is to be created.")
        }
        let name = caller.subject + ":" + key
        guard keys.count == 1, name.unicodeScalars.count <= 256 else {
            throw Refusal(
                .malformed, "out-of-range",
                "There must be one Idempotency-Key, of at most \(255 - caller.subject.unicodeScalars.count) characters.")
        }
        return name
    }
}
