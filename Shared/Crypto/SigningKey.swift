import CSodium
import JSON

/// An Ed25519 key that signs, RFC 8032. Made from a seed of 32 bytes, which is all that needs to be kept, and kept secret.
package struct SigningKey: Sendable {
    package let seed: [UInt8]
    package let publicKey: VerifyingKey
    /// The seed and the public key, as libsodium wants them.
    private let secret: [UInt8]

    package static func generate() -> SigningKey {
        SigningKey(checked: SecureRandom.bytes(Int(crypto_sign_SEEDBYTES)))
    }

    /// Throws `KeyError` unless the seed has 32 bytes.
    package init(seed: [UInt8]) throws(KeyError) {
        guard seed.count == Int(crypto_sign_SEEDBYTES) else { throw KeyError(expected: "a seed of 32 bytes") }
        self.init(checked: seed)
    }

    private init(checked seed: [UInt8]) {
        Sodium.ready
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        crypto_sign_seed_keypair(&publicKey, &secret, seed)
        self.seed = seed
        self.publicKey = VerifyingKey(checked: publicKey)
        self.secret = secret
    }

    /// The thumbprint of the public key.
    package var keyID: String { publicKey.keyID }

    /// 64 bytes, always the same for the same message.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
        return signature
    }
}

package struct KeyError: Error, CustomStringConvertible {
    package let expected: String

    package var description: String { "The key must be \(expected)." }
}
