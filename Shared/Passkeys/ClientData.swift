import Crypto
import JSON

/// What the browser says about the page that asked (WebAuthn §5.8.1), and what the authenticator signed the digest of.
package struct ClientData: Sendable, Hashable {
    package static let limit = 4096

    let bytes: [UInt8]
    let type: String
    package let challenge: [UInt8]
    let origin: String
    let isFramed: Bool

    package init(_ bytes: [UInt8]) throws(PasskeyFault) {
        guard bytes.count <= Self.limit, let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 8, bytes: Self.limit)),
            let type = json["type"]?.string, let challenge = json["challenge"]?.string.flatMap(Base64.decodeURL),
            let origin = json["origin"]?.string
        else { throw .malformed }
        if let framed = json["crossOrigin"], framed.bool == nil { throw .malformed }
        self.bytes = bytes
        (self.type, self.challenge, self.origin) = (type, challenge, origin)
        isFramed = json["crossOrigin"]?.bool == true || json["topOrigin"] != nil
    }

    var digest: [UInt8] { Digest.sha256(bytes) }

    func check(_ expected: String, challenge asked: [UInt8], at site: PasskeySite) throws(PasskeyFault) {
        guard type == expected else { throw .type }
        guard ConstantTime.equal(challenge, asked) else { throw .challenge }
        guard origin == site.origin, !isFramed else { throw .origin }
    }
}
