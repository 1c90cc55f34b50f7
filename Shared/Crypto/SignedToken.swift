package import Core
package import JSON

/// A JSON Web Token for our own use: compact JWS (RFC 7515), Ed25519 and nothing else (RFC 8037).
package enum SignedToken {
    /// The longest token that is looked at, in bytes.
    package static let limit = 8192

    /// `claims` must be an object.
    package static func make(claims: JSONValue, key: SigningKey) -> String {
        let header: JSONValue = ["alg": "EdDSA", "kid": .string(key.keyID), "typ": "JWT"]
        let signed = Base64.encodeURL(header.json()) + "." + Base64.encodeURL(claims.json())
        return signed + "." + Base64.encodeURL(key.sign(Array(signed.utf8)))
    }

    /// The claims, once the signature is found good. `keys` go by their key ids. Times and audience are the caller's to check.
    ///
    /// The algorithm comes from the key and never from the token, so neither `none` nor an HMAC over a public key gets through.
    package static func verify(_ token: String, keys: [String: VerifyingKey]) throws(SignedTokenError) -> JSONValue {
        guard token.utf8.count <= limit else { throw .tooLong }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = object(parts[0]), let signature = Base64.decodeURL(parts[2]) else {
            throw .malformed
        }
        guard header["alg"]?.string == "EdDSA", header["crit"] == nil else { throw .algorithm }
        guard let key = header["kid"]?.string.flatMap({ keys[$0] }) else { throw .unknownKey }
        let signed = Array(token.utf8[..<parts[1].endIndex])
        guard key.verifies(signature, of: signed) else { throw .signature }
        guard let claims = object(parts[1]) else { throw .malformed }
        return claims
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64.decodeURL(part) else { return nil }
        do throws(JSONSyntaxError) {
            let json = try JSONValue.parse(bytes)
            return json.object == nil ? nil : json
        } catch {
            return nil
        }
    }
}

/// Why a token is refused. To the client all reasons look alike.
package enum SignedTokenError: Problem {
    case tooLong, malformed, algorithm, unknownKey, signature

    package var kind: ProblemKind { .unauthenticated }
    package var code: String { "token-refused" }
    package var detail: String { "The token is not valid here. Sign in again." }
}
