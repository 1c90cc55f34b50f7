import Core
import Database

/// The first step of a sign-in at a provider: where to send the browser, and what it must keep.
struct BeginProviderSignIn: Sendable {
    let database: any Database
    let clock: any WallClock
    let door: ProviderDoor

    /// `returnAddress` is where the provider sends the browser back to. Throws `notFound` for a provider that is not there or not in use.
    func callAsFunction(
        at id: ID, next: String, language: String, returnAddress: String
    ) async throws -> (address: String, journey: SignInJourney) {
        guard let provider = try await database.read({ tx in try IdentityProviderStore().find(id, in: tx) }), provider.isActive
        else { throw Refusal(.notFound, "not-found", "There is no such sign-in provider.") }
        let metadata = try await door.metadata(of: provider.issuer)
        let journey = SignInJourney.begin()
        let now = clock.now()
        let record = SignInJourney.Record(
            state: journey.stateDigest, browser: journey.browserDigest, providerID: id, next: next, language: language,
            returnAddress: returnAddress, expiresAt: now.adding(seconds: SignInJourney.lifetime))
        try await database.write { tx in try JourneyStore().insert(record, now: now, in: tx) }
        let query: [(String, String?)] = [
            ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", returnAddress),
            ("scope", "openid profile email"), ("state", journey.state), ("nonce", journey.nonce),
            ("code_challenge", journey.challenge), ("code_challenge_method", "S256"),
        ]
        return (AddressQuery.adding(query, to: metadata.authorizationEndpoint), journey)
    }
}

enum AddressQuery {
    /// The address may have a query already, which stays.
    static func adding(_ items: [(name: String, value: String?)], to address: String) -> String {
        let added = PercentText.target("", items).dropFirst()
        return address + (address.contains("?") ? "&" : "?") + added
    }
}
