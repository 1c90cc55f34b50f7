import Core

/// The clients' secrets of providers, which stand sealed in the database and are never given back.
struct ProviderSecrets: Sendable {
    /// `nil` where the installation has none.
    let keys: SecretKeys?

    /// `nil` for no secret. Throws `unavailable` where there is no key to seal with.
    func seal(_ secret: String, of id: ID) throws(Refusal) -> [UInt8]? {
        guard !secret.isEmpty else { return nil }
        guard let keys else { throw Self.noKey }
        return keys.seal(Array(secret.utf8), context: IdentityProvider.context(of: id))
    }

    /// Throws `unavailable` when it was sealed by another key.
    func open(_ provider: IdentityProvider) throws(Refusal) -> String? {
        guard let sealed = provider.sealedSecret else { return nil }
        guard let keys else { throw Self.noKey }
        do throws(Refusal) {
            let secret = try keys.open(sealed, context: IdentityProvider.context(of: provider.id))
            return String(decoding: secret, as: UTF8.self)
        } catch {
            throw Refusal(
                .unavailable, "provider-unusable", "The sign-in provider cannot be used now. Tell an administrator.",
                cause: error.cause)
        }
    }

    private static let noKey = Refusal(
        .unavailable, "no-secrets-key",
        "This installation has no key to keep secrets with. Give the gateway CRM_GATEWAY_SECRETS_KEY or CRM_DATA.")
}
