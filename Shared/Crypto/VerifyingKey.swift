import CSodium
package import JSON

/// The public half of a `SigningKey`.
package struct VerifyingKey: Sendable, Hashable {
    /// 32 bytes.
    package let bytes: [UInt8]
    /// The RFC 7638 thumbprint, SHA-256 in base64url: it follows from the key, so that everyone names it alike.
    package let keyID: String

    /// Throws `KeyError` unless there are 32 bytes.
    package init(bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Int(crypto_sign_PUBLICKEYBYTES) else { throw KeyError(expected: "32 bytes") }
        self.init(checked: bytes)
    }

    init(checked bytes: [UInt8]) {
        self.bytes = bytes
        keyID = Base64.encodeURL(Digest.sha256(Self.required(bytes).canonical()))
    }

    /// Throws `KeyError` unless it is a JWK of type OKP and curve Ed25519. Its own `kid`, if any, is not taken over.
    package init(jwk: JSONValue) throws(KeyError) {
        guard jwk["kty"]?.string == "OKP", jwk["crv"]?.string == "Ed25519", let x = jwk["x"]?.string.flatMap(Base64.decodeURL)
        else {
            throw KeyError(expected: "a JWK of type OKP and curve Ed25519")
        }
        try self.init(bytes: x)
    }

    /// A JWK with `kid`, `use` and `alg`, as a key set publishes it.
    package var jwk: JSONValue {
        [
            "kty": "OKP", "crv": "Ed25519", "x": .string(Base64.encodeURL(bytes)), "kid": .string(keyID), "use": "sig",
            "alg": "EdDSA",
        ]
    }

    /// False for a signature of any length but 64, too.
    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        signature.count == Int(crypto_sign_BYTES)
            && crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }

    /// The members that the thumbprint covers.
    private static func required(_ bytes: [UInt8]) -> JSONValue {
        ["crv": "Ed25519", "kty": "OKP", "x": .string(Base64.encodeURL(bytes))]
    }
}
