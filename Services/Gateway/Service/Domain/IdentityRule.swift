import Core

/// Who somebody is here whom a provider vouches for. Subject and issuer are the identity; a mail address or a login lead to a user
/// only the first time, and only where the provider is trusted for their domain.
enum IdentityRule {
    enum Decision: Hashable, Sendable {
        case known(User)
        /// From now on this identity is the user's.
        case link(User)
        case create
        case refuse(ProviderRefusal)
    }

    /// `known` has this identity already; `byMail` and `byLogin` are the users, if any, with the address and the login that the provider tells.
    static func decide(
        _ person: VouchedPerson, _ provider: IdentityProvider, known: User?, byMail: User?, byLogin: User?
    ) -> Decision {
        if let known { return known.isActive ? .known(known) : .refuse(.left) }
        let hasMail = person.isMailVerified && person.mail.map(provider.speaks) ?? false
        let hasLogin = provider.linksByLogin && provider.speaks(for: person.login)
        if let user = (hasMail ? byMail : nil) ?? (hasLogin ? byLogin : nil) {
            guard user.kind == .person, user.isActive else { return .refuse(.left) }
            return .link(user)
        }
        guard provider.createsUsers, provider.trustedDomains.isEmpty || hasMail || hasLogin else { return .refuse(.unknown) }
        // Somebody else's, as far as anybody knows.
        return byLogin == nil && byMail == nil ? .create : .refuse(.taken)
    }
}

/// Who a user is at a provider.
struct UserIdentity: Hashable, Sendable {
    let providerID: ID
    let subject: String
    let createdAt: Timestamp
}

/// Why somebody does not get in through a provider.
enum ProviderRefusal: String, Hashable, Sendable {
    /// The journey is over, was used, or is that of another browser.
    case stale
    /// The provider said no.
    case denied
    /// What the provider sent is not to be trusted, or is of no use.
    case unacceptable
    case unreachable
    /// There is no such user, and none is made.
    case unknown
    /// Login or mail address belong to a user who is not this person, as far as anybody knows.
    case taken
    /// The user has left.
    case left
}
