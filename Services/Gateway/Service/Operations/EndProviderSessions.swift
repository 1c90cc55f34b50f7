import Core
import Crypto
import Database
import Observability

/// Ends sessions because the provider says so (OpenID Connect Back-Channel Logout 1.0): the one that it names, or all of a person.
struct EndProviderSessions: Sendable {
    let database: any Database
    let clock: any WallClock
    let door: ProviderDoor
    let logger: Logger

    /// Throws `malformed` for a token that is not to be obeyed: of another provider, for somebody else, old, or seen before.
    func callAsFunction(_ token: String, at id: ID) async throws {
        guard let provider = try await database.read({ tx in try IdentityProviderStore().find(id, in: tx) }), provider.isActive
        else { throw Refusal(.notFound, "not-found", "There is no such sign-in provider.") }
        let metadata = try await door.metadata(of: provider.issuer)
        let now = clock.now()
        let told: (id: String, subject: String?, session: String?)
        do {
            // Its type may be given, and is then that of a logout token or the general one.
            guard [nil, "jwt", "logout+jwt"].contains(try ForeignToken(token).type) else {
                throw TokenFault("it is a token of another type")
            }
            let claims = try await door.claims(of: token, from: metadata)
            told = try IDTokenRule(issuer: provider.issuer, clientID: provider.clientID, now: now).checkLogout(claims)
        } catch let fault as TokenFault {
            throw refusal(provider, fault.reason)
        } catch let fault as SignedTokenError {
            throw refusal(provider, "\(fault)")
        }
        let digest = Digest.sha256(Array(told.id.utf8))
        let until = now.adding(seconds: IDTokenRule.longest + 2 * IDTokenRule.skew)
        let ended = try await database.write { tx -> Int? in
            guard try LogoutTokenStore().insert(digest, of: id, until: until, now: now, in: tx) else { return nil }
            if let session = told.session {
                return try SessionStore().deleteAll(provider: id, session: session, subject: told.subject, in: tx)
            }
            return try told.subject.map { try SessionStore().deleteAll(provider: id, subject: $0, in: tx) } ?? 0
        }
        guard let ended else { throw refusal(provider, "it was seen before") }
        logger.info("A sign-in provider ended sessions", ["provider": id.description, "sessions": "\(ended)"])
    }

    private func refusal(_ provider: IdentityProvider, _ cause: String) -> Refusal {
        Refusal(
            .malformed, "invalid_request", "The logout token is not acceptable.",
            cause: "a logout token of the provider \(provider.id): \(cause)")
    }
}
