package import JSON

/// A JSON Web Token that somebody else signed (compact JWS, RFC 7515), such as an ID token. What it claims is given out only once
/// its signature is found good. Issuer, audience and times are the caller's to check.
package struct ForeignToken: Sendable {
    /// The longest token that is looked at, in bytes; providers put all of a person's groups into one.
    package static let limit = 32_768

    package let algorithm: ForeignAlgorithm
    /// Which of its issuer's keys signed it, where the issuer says so.
    package let keyID: String?
    /// As the header says, in lower case and without `application/`, such as `logout+jwt`.
    package let type: String?
    private let signed: [UInt8]
    private let payload: [UInt8]
    private let signature: [UInt8]

    /// Throws for anything but three parts of strict base64url with a header that we understand wholly: no `crit`, no algorithm
    /// but those of our list.
    package init(_ text: String) throws(SignedTokenError) {
        guard text.utf8.count <= Self.limit else { throw .tooLong }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64.decodeURL(parts[0]), let payload = Base64.decodeURL(parts[1]),
            let signature = Base64.decodeURL(parts[2]), let header = try? JSONValue.parse(head), header.object != nil
        else { throw .malformed }
        guard header["crit"] == nil, header["b64"] == nil, let name = header["alg"]?.string,
            let algorithm = ForeignAlgorithm(rawValue: name)
        else { throw .algorithm }
        if let keyID = header["kid"], keyID.string == nil { throw .malformed }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        type = header["typ"]?.string.map { type in
            let type = type.lowercased()
            return type.hasPrefix("application/") ? String(type.dropFirst(12)) : type
        }
        signed = Array(text.utf8[..<parts[1].endIndex])
        self.payload = payload
        self.signature = signature
    }

    /// The claims, if one key of the set made the signature: `unknownKey` when the set has no key for it, which a newer set may have.
    package func claims(verifiedBy keys: ForeignKeySet) throws(SignedTokenError) -> JSONValue {
        guard let key = keys.key(keyID, for: algorithm) else { throw .unknownKey }
        guard key.verifies(signature, of: signed, by: algorithm) else { throw .signature }
        guard let claims = try? JSONValue.parse(payload), claims.object != nil else { throw .malformed }
        return claims
    }
}
