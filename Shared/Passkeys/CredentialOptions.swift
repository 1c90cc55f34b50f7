import Core
import Crypto
package import JSON

/// What the browser is to make a passkey by: `PublicKeyCredentialCreationOptionsJSON` of WebAuthn §5.1.8, for
/// `PublicKeyCredential.parseCreationOptionsFromJSON`. It must be one that the authenticator finds by itself and that makes sure of
/// the person; which model it is, is not asked.
package struct CreationOptions: Shape, JSONWritable {
    package static let shapeName = "PasskeyCreationOptions"
    private let json: JSONValue

    /// `handle` is what the authenticator gives back as the user's; `known` are his passkeys, of which none is made twice.
    package init(
        site: PasskeySite, challenge: [UInt8], handle: [UInt8], login: String, name: String, known: [CredentialDescriptor]
    ) {
        json = [
            "rp": ["id": .string(site.id), "name": "Relata"],
            "user": ["id": .base64(handle), "name": .string(login), "displayName": .string(name)],
            "challenge": .base64(challenge),
            "pubKeyCredParams": .array(
                COSEKey.Algorithm.allCases.map { ["type": "public-key", "alg": .number(JSONNumber(Int64($0.rawValue)))] }),
            "timeout": .number(JSONNumber(Int64(ChallengeTimes.seconds * 1000))),
            "excludeCredentials": .array(known.map(\.json)),
            "authenticatorSelection": [
                "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
            ],
            "attestation": "none",
        ]
    }

    package init(_ fields: inout ShapeReader) {
        var json = JSONObject()
        for name in ["rp", "user"] { json.set(name, fields.any(name) ?? .null) }
        json.set("challenge", .string(fields.text("challenge", length: 43...43, "In base64url; good once and for 5 minutes.")))
        for name in ["pubKeyCredParams", "timeout", "excludeCredentials", "authenticatorSelection", "attestation"] {
            json.set(name, fields.any(name) ?? .null)
        }
        self.json = .object(json)
    }

    package func write(to writer: inout JSONWriter) { json.write(to: &writer) }
}

/// What the browser is to ask for a passkey by: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn §5.1.8, for
/// `PublicKeyCredential.parseRequestOptionsFromJSON`.
package struct RequestOptions: Shape, JSONWritable {
    package static let shapeName = "PasskeyRequestOptions"
    private let json: JSONValue

    /// `allowed` is empty where nobody has said who he is: then the person chooses among those of the site.
    package init(site: PasskeySite, challenge: [UInt8], allowed: [CredentialDescriptor], demandsVerification: Bool) {
        json = [
            "challenge": .base64(challenge), "timeout": .number(JSONNumber(Int64(ChallengeTimes.seconds * 1000))),
            "rpId": .string(site.id), "allowCredentials": .array(allowed.map(\.json)),
            "userVerification": demandsVerification ? "required" : "discouraged",
        ]
    }

    package init(_ fields: inout ShapeReader) {
        var json = JSONObject()
        json.set("challenge", .string(fields.text("challenge", length: 43...43, "In base64url; good once and for 5 minutes.")))
        json.set("timeout", fields.any("timeout", "In milliseconds.") ?? .null)
        json.set("rpId", .string(fields.text("rpId", length: 1...253, "The site that the passkeys are for.")))
        json.set("allowCredentials", fields.any("allowCredentials") ?? .null)
        json.set(
            "userVerification", .string(fields.choice("userVerification", among: ["required", "discouraged"])))
        self.json = .object(json)
    }

    package func write(to writer: inout JSONWriter) { json.write(to: &writer) }
}

/// A passkey as options name it.
package struct CredentialDescriptor: Sendable, Hashable {
    let id: [UInt8]
    let transports: [String]

    package init(id: [UInt8], transports: [String]) {
        (self.id, self.transports) = (id, transports)
    }

    fileprivate var json: JSONValue {
        let base: [(String, JSONValue)] = [("type", "public-key"), ("id", .base64(id))]
        let ways: [(String, JSONValue)] =
            transports.isEmpty ? [] : [("transports", .array(transports.map { .string($0) }))]
        return .object(JSONObject(base + ways))
    }
}

package enum ChallengeTimes {
    /// Seconds that a challenge is good.
    package static let seconds = 300.0
}

extension JSONValue {
    fileprivate static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encodeURL(bytes)) }
}
