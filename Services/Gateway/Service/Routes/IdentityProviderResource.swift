import Core
import JSON

/// A provider that somebody wants, or what is to become of one.
struct IdentityProviderRequest: Shape {
    static let shapeName = "IdentityProviderRequest"
    let wish: ProviderWish

    init(_ fields: inout ShapeReader) {
        let name = fields.text("name", length: 1...60, "What the button of the sign-in page says.")
        let issuer = fields.text(
            "issuer", length: 1...500, "Exactly as the provider writes it, such as https://login.example.com/realms/main.")
        let clientID = fields.text("clientID", length: 1...200, "What the provider calls this installation.")
        let secret = fields.optionalText(
            "clientSecret", length: 0...1000, "Never given back. Absent, it stays as it is; empty, it is taken away.")
        let domains = fields.optionalTexts(
            "trustedDomains", count: 0...50, length: 1...253,
            "Domains of mail addresses that the provider may speak for: whoever it says has a verified one is the user with it.")
        let linksByLogin = fields.optionalBoolean(
            "linksByLogin", default: false,
            "Whether preferred_username in one of these domains is the user's login, as at Entra ID.")
        let createsUsers = fields.optionalBoolean(
            "createsUsers", default: false, "Whether somebody new becomes a user by signing in; with domains, only from these.")
        let groupsClaim = fields.optionalText(
            "groupsClaim", length: 0...100, "The claim with a person's groups, or a JSON pointer to it; see /v1/groups.")
        let isActive = fields.optionalBoolean("active", default: true, "Whether people can sign in there.")
        for (index, domain) in (domains ?? []).enumerated() where !Self.isDomain(domain) {
            fields.fault(at: "trustedDomains/\(index)", code: "out-of-range", detail: "Must be a domain, such as example.com.")
        }
        if WebPlace(issuer) == nil || issuer.contains("?") {
            fields.fault(
                at: "issuer", code: "out-of-range", detail: "Must be an address without a query, such as https://id.example.com.")
        }
        wish = ProviderWish(
            name: name, issuer: issuer, clientID: clientID, secret: secret, trustedDomains: domains ?? [],
            linksByLogin: linksByLogin ?? false, createsUsers: createsUsers ?? false, groupsClaim: groupsClaim ?? "",
            isActive: isActive ?? true)
    }

    private static func isDomain(_ text: String) -> Bool {
        text.contains(".")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

/// A provider as the API gives it, without the client's secret.
struct IdentityProviderResource: Shape, JSONWritable {
    static let shapeName = "IdentityProvider"
    let provider: IdentityProvider

    init(_ provider: IdentityProvider) { self.provider = provider }

    init(_ fields: inout ShapeReader) {
        let hasSecret = fields.boolean("hasClientSecret", "Whether there is one; it is never given back.")
        provider = IdentityProvider(
            id: fields.id("id"), name: fields.text("name", length: 1...60), issuer: fields.text("issuer", length: 1...500),
            clientID: fields.text("clientID", length: 1...200), sealedSecret: hasSecret ? [] : nil,
            trustedDomains: fields.texts("trustedDomains", count: 0...50, length: 1...253),
            linksByLogin: fields.boolean("linksByLogin"), createsUsers: fields.boolean("createsUsers"),
            groupsClaim: fields.text("groupsClaim", length: 0...100), isActive: fields.boolean("active"),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", provider.id)
            writer.field("name", provider.name)
            writer.field("issuer", provider.issuer)
            writer.field("clientID", provider.clientID)
            writer.field("hasClientSecret", provider.sealedSecret != nil)
            writer.field("trustedDomains", array: provider.trustedDomains)
            writer.field("linksByLogin", provider.linksByLogin)
            writer.field("createsUsers", provider.createsUsers)
            writer.field("groupsClaim", provider.groupsClaim)
            writer.field("active", provider.isActive)
            writer.field("version", provider.version)
        }
    }
}
