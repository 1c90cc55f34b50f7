import Core
import Crypto
package import JSON

/// What a browser answers once a passkey was made: `RegistrationResponseJSON` of WebAuthn §5.1.8, which a credential's `toJSON` gives.
package struct RegistrationResponse: Shape {
    package static let shapeName = "PasskeyRegistration"
    package let id: [UInt8]
    package let clientData: [UInt8]
    let attestation: [UInt8]
    /// How the browser reaches the authenticator, such as `internal`, `hybrid`, `usb`.
    package let transports: [String]

    package init(_ fields: inout ShapeReader) {
        id = fields.credential()
        let response = fields.object("response", AttestationResponse.self)
        clientData = response?.clientData ?? []
        attestation = response?.attestation ?? []
        transports = response?.transports ?? []
    }
}

/// What a browser answers when a passkey is to prove something: `AuthenticationResponseJSON` of WebAuthn §5.1.8.
package struct AssertionResponse: Shape {
    package static let shapeName = "PasskeyAssertion"
    package let id: [UInt8]
    package let clientData: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]
    let userHandle: [UInt8]?

    package init(_ fields: inout ShapeReader) {
        id = fields.credential()
        let response = fields.object("response", SignedResponse.self)
        clientData = response?.clientData ?? []
        authenticatorData = response?.authenticatorData ?? []
        signature = response?.signature ?? []
        userHandle = response?.userHandle
    }
}

private struct AttestationResponse: Shape {
    static let shapeName = "AuthenticatorAttestationResponse"
    let clientData: [UInt8]
    let attestation: [UInt8]
    let transports: [String]

    init(_ fields: inout ShapeReader) {
        clientData = fields.base64("clientDataJSON", 1...ClientData.limit)
        attestation = fields.base64("attestationObject", 1...8192)
        let named = fields.optionalTexts(
            "transports", count: 0...10, length: 1...32, "How the browser reaches the authenticator.")
        transports = (named ?? []).filter { $0.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x2d } }
    }
}

private struct SignedResponse: Shape {
    static let shapeName = "AuthenticatorAssertionResponse"
    let clientData: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]
    let userHandle: [UInt8]?

    init(_ fields: inout ShapeReader) {
        clientData = fields.base64("clientDataJSON", 1...ClientData.limit)
        authenticatorData = fields.base64("authenticatorData", 1...AuthenticatorData.limit)
        signature = fields.base64("signature", 1...1024)
        userHandle = fields.optionalBase64("userHandle", 1...64, "Whose it is, as was said when it was made.")
    }
}

extension ShapeReader {
    fileprivate mutating func credential() -> [UInt8] {
        _ = choice("type", among: ["public-key"])
        return base64("id", CredentialID.lengths, "The credential's id in base64url.")
    }

    /// Bytes in base64url without padding.
    fileprivate mutating func base64(_ key: String, _ count: ClosedRange<Int>, _ doc: String = "In base64url.") -> [UInt8] {
        let text = text(key, length: Self.length(count), doc)
        return decoded(text, at: key, count)
    }

    fileprivate mutating func optionalBase64(_ key: String, _ count: ClosedRange<Int>, _ doc: String) -> [UInt8]? {
        optionalText(key, length: Self.length(count), doc).map { decoded($0, at: key, count) }
    }

    private mutating func decoded(_ text: String, at key: String, _ count: ClosedRange<Int>) -> [UInt8] {
        guard !text.isEmpty else { return [] }
        guard let bytes = Base64.decodeURL(text), count.contains(bytes.count) else {
            fault(
                at: key, code: "out-of-range",
                detail: "Must be \(count.lowerBound) to \(count.upperBound) bytes in base64url without padding.")
            return []
        }
        return bytes
    }

    private static func length(_ count: ClosedRange<Int>) -> ClosedRange<Int> {
        (count.lowerBound * 4 + 2) / 3...(count.upperBound * 4 + 2) / 3
    }
}
