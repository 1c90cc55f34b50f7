import CSodium

/// A key pair for letters: whoever has the public half can seal one, and only this key opens it (X25519, XSalsa20-Poly1305).
package struct SealingKey: Sendable {
    package let seed: [UInt8]
    /// 32 bytes.
    package let publicKey: [UInt8]
    private let secret: [UInt8]

    /// Throws `KeyError` unless the seed has 32 bytes.
    package init(seed: [UInt8]) throws(KeyError) {
        guard seed.count == Int(crypto_box_SEEDBYTES) else { throw KeyError(expected: "a seed of 32 bytes") }
        Sodium.ready
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_box_PUBLICKEYBYTES))
        var secret = [UInt8](repeating: 0, count: Int(crypto_box_SECRETKEYBYTES))
        crypto_box_seed_keypair(&publicKey, &secret, seed)
        (self.seed, self.publicKey, self.secret) = (seed, publicKey, secret)
    }

    /// Throws `KeyError` unless the public key has 32 bytes and is one.
    package static func seal(_ message: [UInt8], to publicKey: [UInt8]) throws(KeyError) -> [UInt8] {
        guard publicKey.count == Int(crypto_box_PUBLICKEYBYTES) else { throw KeyError(expected: "32 bytes") }
        Sodium.ready
        var sealed = [UInt8](repeating: 0, count: message.count + crypto_box_sealbytes())
        guard crypto_box_seal(&sealed, message, UInt64(message.count), publicKey) == 0 else {
            throw KeyError(expected: "a point of the curve")
        }
        return sealed
    }

    /// `nil` for anything that was not sealed to this key.
    package func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= crypto_box_sealbytes() else { return nil }
        var message = [UInt8](repeating: 0, count: sealed.count - crypto_box_sealbytes() + 1)
        guard crypto_box_seal_open(&message, sealed, UInt64(sealed.count), publicKey, secret) == 0 else { return nil }
        message.removeLast()
        return message
    }
}
