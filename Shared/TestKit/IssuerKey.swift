import COpenSSL
package import Crypto
package import JSON

/// A private key as an identity provider has one, to sign tokens with that we are to take or to refuse.
///
/// Unchecked: never changed once it is made.
package final class IssuerKey: @unchecked Sendable {
    package let algorithm: ForeignAlgorithm
    /// Without `kid`, `use` and `alg`.
    private let bare: [(String, JSONValue)]
    private let key: OpaquePointer

    /// An RSA key of 2048 bits, or one of the curve P-256 for ES256.
    package init(_ algorithm: ForeignAlgorithm = .rs256) throws {
        self.algorithm = algorithm
        let isCurve = algorithm == .es256
        let context = EVP_PKEY_CTX_new_id(isCurve ? EVP_PKEY_EC : EVP_PKEY_RSA, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            isCurve
                ? EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
                : EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1,
            EVP_PKEY_generate(context, &made) == 1, let made
        else { throw TestSetupError("OpenSSL makes no key") }
        key = made
        var encoded: UnsafeMutablePointer<UInt8>?
        let count = Int(i2d_PUBKEY(made, &encoded))
        defer { CRYPTO_free(encoded, nil, 0) }
        let bytes = Array(UnsafeBufferPointer(start: encoded, count: count))
        // The end of the SubjectPublicKeyInfo: the two coordinates, or the modulus before the exponent 65537.
        func part(_ range: Range<Int>) -> JSONValue { .string(Base64.encodeURL(Array(bytes[range]))) }
        bare =
            isCurve
            ? [("kty", "EC"), ("crv", "P-256"), ("x", part(count - 64..<count - 32)), ("y", part(count - 32..<count))]
            : [("kty", "RSA"), ("n", part(count - 261..<count - 5)), ("e", "AQAB")]
    }

    deinit { EVP_PKEY_free(key) }

    package func jwk(_ others: [(String, JSONValue)] = []) -> JSONValue { .object(JSONObject(bare + others)) }

    /// A compact JWS of these claims, whatever the header says.
    package func token(_ claims: JSONValue, header: [(String, JSONValue)] = []) throws -> String {
        let header = JSONValue.object(JSONObject([("alg", .string(algorithm.rawValue))] + header))
        let signed = Base64.encodeURL(header.json()) + "." + Base64.encodeURL(claims.json())
        return signed + "." + Base64.encodeURL(try sign(Array(signed.utf8)))
    }

    /// As JOSE writes signatures.
    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        let encoded = try signEncoded(message)
        return algorithm == .es256 ? Self.sideBySide(encoded) : encoded
    }

    /// As OpenSSL and authenticators write them.
    package func signEncoded(_ message: [UInt8]) throws -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var options: OpaquePointer?
        guard EVP_DigestSignInit(context, &options, EVP_sha256(), nil, key) == 1 else { throw failure }
        if algorithm == .ps256 {
            EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING)
            EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST)
        }
        var signature = [UInt8](repeating: 0, count: 512)
        var count = signature.count
        guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else { throw failure }
        return Array(signature[..<count])
    }

    private let failure = TestSetupError("OpenSSL does not sign")

    /// The two numbers of an ASN.1 ECDSA signature, each in 32 bytes.
    private static func sideBySide(_ encoded: [UInt8]) -> [UInt8] {
        func number(at start: Int) -> (bytes: [UInt8], end: Int) {
            let end = start + 2 + Int(encoded[start + 1])
            let digits = encoded[(start + 2)..<end].drop { $0 == 0 }
            return ([UInt8](repeating: 0, count: 32 - digits.count) + digits, end)
        }
        let first = number(at: 2)
        return first.bytes + number(at: first.end).bytes
    }
}
