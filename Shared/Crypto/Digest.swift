/// SHA-256 of whole messages.
package enum Digest {
    package static func sha256(_ message: [UInt8]) -> [UInt8] {
        var digest = SHA256()
        digest.update(message)
        return digest.finish()
    }

    /// The value of an RFC 9530 `Content-Digest`: `sha-256=:BASE64:`.
    package static func contentDigest(_ content: [UInt8]) -> String {
        "sha-256=:" + Base64.encode(sha256(content)) + ":"
    }
}
