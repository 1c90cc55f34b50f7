import CSodium

/// A key that keeps secrets at rest: XChaCha20-Poly1305 with a random nonce.
package struct SecretKey: Sendable, Hashable {
    package static let count = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)

    package let bytes: [UInt8]

    package static func generate() -> SecretKey { SecretKey(checked: SecureRandom.bytes(count)) }

    /// Throws `KeyError` unless there are 32 bytes.
    package init(bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Self.count else { throw KeyError(expected: "32 bytes") }
        self.init(checked: bytes)
    }

    private init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// Nonce and ciphertext. Only who names the same `context` can open it, so that a secret cannot be moved from one owner to
    /// another.
    package func seal(_ secret: [UInt8], context: String) -> [UInt8] {
        let nonce = SecureRandom.bytes(Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES))
        return nonce + seal(secret, context: Array(context.utf8), nonce: nonce)
    }

    /// `nil` for anything that this key did not seal in this context.
    package func open(_ sealed: [UInt8], context: String) -> [UInt8]? {
        let (nonceCount, tagCount) = (
            Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES), Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
        )
        guard sealed.count >= nonceCount + tagCount else { return nil }
        let (nonce, text, context) = (Array(sealed.prefix(nonceCount)), Array(sealed.dropFirst(nonceCount)), Array(context.utf8))
        // One byte more, so that it has an address where the secret is empty.
        var secret = [UInt8](repeating: 0, count: text.count - tagCount + 1)
        guard
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                &secret, nil, nil, text, UInt64(text.count), context, UInt64(context.count), nonce, bytes) == 0
        else { return nil }
        secret.removeLast()
        return secret
    }

    func seal(_ secret: [UInt8], context: [UInt8], nonce: [UInt8]) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: secret.count + Int(crypto_aead_xchacha20poly1305_ietf_ABYTES))
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &text, nil, secret, UInt64(secret.count), context, UInt64(context.count), nil, nonce, bytes)
        return text
    }
}
