import COpenSSL

/// SHA-256 of whole messages.
package enum Digest {
    package static func sha256(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let status = EVP_Digest(message, message.count, &digest, nil, algorithm, nil)
        precondition(status == 1, "OpenSSL has no memory to digest")
        return digest
    }

    /// The value of an RFC 9530 `Content-Digest`: `sha-256=:BASE64:`.
    package static func contentDigest(_ content: [UInt8]) -> String {
        "sha-256=:" + Base64.encode(sha256(content)) + ":"
    }

    /// Fetched once, as looking it up takes longer than a short digest. OpenSSL's, because it uses the processor's instructions for
    /// SHA-256. Never written to after it is made, so any thread may use it.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
}
