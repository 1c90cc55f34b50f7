import Core
import Crypto
package import JSON

/// What the browser is to make a passkey by: `PublicKeyCredentialCreationOptionsJSON` of WebAuthn §5.1.8, for
/// `PublicKeyCredential.parseCreationOptionsFromJSON`. It must be one that the authenticator finds by itself and that makes sure of
/// the person; which model it is, is not asked.
package struct CreationOptions: Shape, JSONWritable {
    package static let shapeName = "PasskeyCreationOptions"
    private let site: SiteEntity?
    private let user: UserEntity?
    private let challenge: String
    private let known: [CredentialDescriptor]

    /// `handle` is what the authenticator gives back as the user's; `known` are his passkeys, of which none is made twice.
    package init(
        site: PasskeySite, challenge: [UInt8], handle: [UInt8], login: String, name: String, known: [CredentialDescriptor]
    ) {
        self.site = SiteEntity(id: site.id)
        user = UserEntity(handle: Base64.encodeURL(handle), login: login, name: name)
        self.challenge = Base64.encodeURL(challenge)
        self.known = known
    }

    package init(_ fields: inout ShapeReader) {
        site = fields.object("rp", SiteEntity.self)
        user = fields.object("user", UserEntity.self)
        challenge = fields.challenge()
        _ = fields.objects("pubKeyCredParams", KeyKind.self, count: 1...10)
        _ = fields.timeout()
        known = fields.objects(
            "excludeCredentials", CredentialDescriptor.self, count: 0...100, "Those that the person has already.")
        _ = fields.object("authenticatorSelection", Selection.self)
        _ = fields.choice("attestation", among: ["none"])
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("rp", site)
            writer.field("user", user)
            writer.field("challenge", challenge)
            writer.field("pubKeyCredParams", array: COSEKey.Algorithm.allCases.map { KeyKind(number: Int64($0.rawValue)) })
            writer.field("timeout", ChallengeTimes.milliseconds)
            writer.field("excludeCredentials", array: known)
            writer.field("authenticatorSelection", Selection())
            writer.field("attestation", "none")
        }
    }
}

/// What the browser is to ask for a passkey by: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn §5.1.8, for
/// `PublicKeyCredential.parseRequestOptionsFromJSON`.
package struct RequestOptions: Shape, JSONWritable {
    package static let shapeName = "PasskeyRequestOptions"
    private let challenge: String
    private let siteID: String
    private let allowed: [CredentialDescriptor]
    private let verification: String

    /// `allowed` is empty where nobody has said who he is: then the person chooses among those of the site.
    package init(site: PasskeySite, challenge: [UInt8], allowed: [CredentialDescriptor], demandsVerification: Bool) {
        (siteID, self.challenge, self.allowed) = (site.id, Base64.encodeURL(challenge), allowed)
        verification = demandsVerification ? "required" : "discouraged"
    }

    package init(_ fields: inout ShapeReader) {
        challenge = fields.challenge()
        _ = fields.timeout()
        siteID = fields.text("rpId", length: 1...253, "The site that the passkeys are for.")
        allowed = fields.objects(
            "allowCredentials", CredentialDescriptor.self, count: 0...100, "Empty for whichever of the site the person chooses.")
        verification = fields.choice("userVerification", among: ["required", "discouraged"])
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("challenge", challenge)
            writer.field("timeout", ChallengeTimes.milliseconds)
            writer.field("rpId", siteID)
            writer.field("allowCredentials", array: allowed)
            writer.field("userVerification", verification)
        }
    }
}

/// A passkey as options name it.
package struct CredentialDescriptor: Shape, JSONWritable, Hashable {
    package static let shapeName = "PasskeyDescriptor"
    private let id: String
    private let transports: [String]

    package init(id: [UInt8], transports: [String]) {
        (self.id, self.transports) = (Base64.encodeURL(id), transports)
    }

    package init(_ fields: inout ShapeReader) {
        _ = fields.choice("type", among: ["public-key"])
        id = fields.text("id", length: 2...1364, "In base64url.")
        transports = fields.optionalTexts("transports", count: 0...10, length: 1...32) ?? []
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "public-key")
            writer.field("id", id)
            if !transports.isEmpty { writer.field("transports", array: transports) }
        }
    }
}

package enum ChallengeTimes {
    /// Seconds that a challenge is good.
    package static let seconds = 300.0
    static let milliseconds = Int64(seconds * 1000)
}

extension ShapeReader {
    fileprivate mutating func challenge() -> String {
        text("challenge", length: 43...43, "In base64url; good once and for 5 minutes.")
    }

    fileprivate mutating func timeout() -> Int64 { integer("timeout", in: 1...3_600_000, "In milliseconds.") }
}
