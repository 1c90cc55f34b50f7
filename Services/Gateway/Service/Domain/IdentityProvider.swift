import Core

/// Somebody who vouches for persons by OpenID Connect, such as Entra ID or Keycloak.
struct IdentityProvider: Hashable, Sendable {
    let id: ID
    /// As the button of the sign-in page says it.
    let name: String
    /// Exactly as the provider writes it (OpenID Connect Discovery 1.0 §3): no slash is added or left out.
    let issuer: String
    let clientID: String
    /// Sealed; `nil` for a client without a secret, which PKCE alone protects.
    let sealedSecret: [UInt8]?
    /// The domains whose mail addresses it may speak for: whoever it says has one of them is the user with that address.
    let trustedDomains: [String]
    /// Whether the login that it tells is that of the user, too, within its domains. For providers that give every login out
    /// themselves, as Entra ID does, and say of no mail address that it is verified.
    let linksByLogin: Bool
    /// Whether somebody whom nobody knows yet becomes a user by signing in.
    let createsUsers: Bool
    /// The claim that names a person's groups; empty where groups are not its matter.
    let groupsClaim: String
    let isActive: Bool
    let version: Int64

    /// What its secret is sealed for.
    static func context(of id: ID) -> String { "identity-provider \(id)" }

    /// Whether it may speak for the mail address, or a login in the form of one, by the exact domain.
    func speaks(for address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && trustedDomains.contains(parts[1].lowercased())
    }
}

/// A provider as somebody wants it. `secret` is kept where it is `nil`, and taken away where it is empty.
struct ProviderWish: Hashable, Sendable {
    let name: String
    let issuer: String
    let clientID: String
    let secret: String?
    let trustedDomains: [String]
    let linksByLogin: Bool
    let createsUsers: Bool
    let groupsClaim: String
    let isActive: Bool
}
