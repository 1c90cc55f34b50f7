import CSodium

/// Random bytes fit for keys and secrets.
package enum SecureRandom {
    package static func bytes(_ count: Int) -> [UInt8] {
        Sodium.ready
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// A secret for URLs and headers: `count` random bytes in base64url.
    package static func token(bytes count: Int = 32) -> String {
        Base64.encodeURL(bytes(count))
    }
}
