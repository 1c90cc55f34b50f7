import COpenSSL
import CSodium

package enum HMAC {
    /// HMAC-SHA-256, 32 bytes, with a key of any length. Compare with `ConstantTime.equal`.
    package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    /// HMAC-SHA-1, 20 bytes, for codes of authenticator apps alone, which know nothing else.
    package static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 20)
        var count = 0
        // An empty key still needs an address.
        let padded = key + [0]
        let made = EVP_Q_mac(
            nil, "HMAC", nil, "SHA1", nil, padded, key.count, message, message.count, &code, code.count, &count)
        precondition(made != nil && count == code.count, "OpenSSL has no memory to sign")
        return code
    }
}
