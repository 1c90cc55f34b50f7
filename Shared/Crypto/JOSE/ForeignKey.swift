import COpenSSL
package import JSON

/// How others may sign what we take: the list is ours, RFC 7518 §3.1 without HMAC, which needs a secret that both know, and without
/// `none`.
package enum ForeignAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"
}

/// A public key of somebody else, from a JSON Web Key (RFC 7517): RSA of 2048 to 8192 bits, or the curve P-256.
package struct ForeignKey: Sendable {
    /// As its owner names it; not every owner does.
    package let keyID: String?
    /// What its type allows and its owner does not exclude.
    package let algorithms: Set<ForeignAlgorithm>
    private let handle: Handle

    /// Throws `KeyError` for a key of another type or use, of a size that is not taken, or a point that is not on the curve.
    package init(jwk: JSONValue) throws(KeyError) {
        guard jwk["use"].map({ $0.string == "sig" }) ?? true else { throw KeyError(expected: "a key for signatures") }
        // A set of keys that holds private ones by mistake is no set to trust.
        guard jwk["d"] == nil else { throw KeyError(expected: "a public key") }
        let kind: (algorithms: Set<ForeignAlgorithm>, info: [UInt8])
        switch jwk["kty"]?.string {
        case "RSA": kind = ([.rs256, .ps256], try Self.rsa(jwk))
        case "EC": kind = ([.es256], try Self.curve(jwk))
        default: throw KeyError(expected: "an RSA key or one of the curve P-256")
        }
        var algorithms = kind.algorithms
        if let named = jwk["alg"] { algorithms = algorithms.filter { $0.rawValue == named.string } }
        guard !algorithms.isEmpty else { throw KeyError(expected: "a key for RS256, PS256 or ES256") }
        guard let handle = Handle(subjectPublicKeyInfo: kind.info) else { throw KeyError(expected: "a key that OpenSSL takes") }
        keyID = jwk["kid"]?.string
        self.algorithms = algorithms
        self.handle = handle
    }

    /// False where the key is not for this algorithm, too.
    package func verifies(_ signature: [UInt8], of message: [UInt8], by algorithm: ForeignAlgorithm) -> Bool {
        guard algorithms.contains(algorithm) else { return false }
        guard algorithm == .es256 else { return handle.verifies(signature, of: message, pss: algorithm == .ps256) }
        // JOSE writes the two numbers of an ECDSA signature side by side (RFC 7518 §3.4), OpenSSL wants them as ASN.1.
        guard signature.count == 64 else { return false }
        let encoded = DER.sequence(DER.integer(Array(signature[..<32])), DER.integer(Array(signature[32...])))
        return handle.verifies(encoded, of: message, pss: false)
    }

    private static let rsaEncryption: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]
    private static let ecPublicKey: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    private static let prime256: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]

    private static func rsa(_ jwk: JSONValue) throws(KeyError) -> [UInt8] {
        guard let modulus = jwk["n"]?.string.flatMap(Base64.decodeURL), let exponent = jwk["e"]?.string.flatMap(Base64.decodeURL)
        else { throw KeyError(expected: "an RSA key with n and e") }
        let digits = modulus.drop { $0 == 0 }
        let bits = digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
        guard (2048...8192).contains(bits), modulus.last.map({ $0 & 1 == 1 }) ?? false else {
            throw KeyError(expected: "an RSA key of 2048 to 8192 bits")
        }
        let power = exponent.drop { $0 == 0 }
        guard (1...4).contains(power.count), power.last.map({ $0 & 1 == 1 }) ?? false, Array(power) != [1] else {
            throw KeyError(expected: "an RSA key with an odd exponent of at most 32 bits")
        }
        return DER.sequence(
            DER.sequence(DER.object(rsaEncryption), DER.null),
            DER.bits(DER.sequence(DER.integer(modulus), DER.integer(exponent))))
    }

    private static func curve(_ jwk: JSONValue) throws(KeyError) -> [UInt8] {
        guard jwk["crv"]?.string == "P-256", let x = jwk["x"]?.string.flatMap(Base64.decodeURL), x.count == 32,
            let y = jwk["y"]?.string.flatMap(Base64.decodeURL), y.count == 32
        else { throw KeyError(expected: "a key of the curve P-256 with x and y of 32 bytes") }
        return DER.sequence(
            DER.sequence(DER.object(ecPublicKey), DER.object(prime256)), DER.bits([0x04] + x + y))
    }
}

/// OpenSSL's key, freed with the last value that has it.
///
/// Unchecked: never changed once it is made, and OpenSSL lets any number of threads verify with one key.
private final class Handle: @unchecked Sendable {
    private let key: OpaquePointer

    /// Checks the point of a curve, too.
    init?(subjectPublicKeyInfo info: [UInt8]) {
        let made = info.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            return d2i_PUBKEY(nil, &start, buffer.count)
        }
        guard let made else {
            ERR_clear_error()
            return nil
        }
        key = made
    }

    deinit { EVP_PKEY_free(key) }

    func verifies(_ signature: [UInt8], of message: [UInt8], pss: Bool) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            // What a bad signature leaves must not be taken for an error of the next TLS connection on this thread.
            ERR_clear_error()
        }
        var options: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &options, EVP_sha256(), nil, key) == 1 else { return false }
        // PSS with a salt as long as the digest (RFC 7518 §3.5).
        if pss {
            guard EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) > 0,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) > 0
            else { return false }
        }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
