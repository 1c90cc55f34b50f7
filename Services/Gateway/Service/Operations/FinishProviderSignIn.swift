import Core
import Crypto
import Database
import JSON
import Observability

/// The last step of a sign-in at a provider: the code that the browser brings back becomes a session of the user whom the provider
/// vouches for.
struct FinishProviderSignIn: Sendable {
    /// What the browser brings back.
    struct Answer: Sendable {
        let state: String
        let code: String?
        /// The provider's, of RFC 6749 §4.1.2.1.
        let error: String?
        /// Who answers (RFC 9207).
        let issuer: String?
    }

    enum Outcome: Sendable {
        /// The cookie's text, and where to go.
        case signedIn(cookie: String, next: String)
        /// `subject` is what the provider calls the person, where it is known and an administrator can make use of it.
        case refused(ProviderRefusal, next: String, subject: String?)
    }

    let database: any Database
    let clock: any WallClock
    let door: ProviderDoor
    let secrets: ProviderSecrets
    let admit: AdmitPerson
    let logger: Logger

    /// `secret` is what the browser kept of the journey; `origin` and `oldCookie` are as for any sign-in.
    func callAsFunction(
        _ answer: Answer, secret: String?, from origin: SignInOrigin, replacing oldCookie: String?
    ) async throws -> Outcome {
        guard let secret, !secret.isEmpty, let (journey, record, provider) = try await take(answer, secret) else {
            return .refused(.stale, next: "/", subject: nil)
        }
        do {
            let person = try await person(answer, journey, record, provider)
            return try await admit(
                person, by: provider, from: origin, language: record.language, replacing: oldCookie, next: record.next)
        } catch let failure as ProviderFailure {
            logger.warning(
                "A sign-in through a provider was refused",
                ["provider": provider.id.description, "reason": failure.refusal.rawValue, "cause": failure.cause])
            return .refused(failure.refusal, next: record.next, subject: failure.subject)
        }
    }

    /// The journey, which nobody can go on with from then on: not the browser with another try, nor another one with a stolen state.
    private func take(
        _ answer: Answer, _ secret: String
    ) async throws -> (SignInJourney, SignInJourney.Record, IdentityProvider)? {
        let journey = SignInJourney(secret: secret, state: answer.state)
        let now = clock.now()
        return try await database.write { tx in
            guard let record = try JourneyStore().take(journey.stateDigest, in: tx), now < record.expiresAt,
                ConstantTime.equal(record.browser, journey.browserDigest),
                let provider = try IdentityProviderStore().find(record.providerID, in: tx), provider.isActive
            else { return nil }
            return (journey, record, provider)
        }
    }

    private func person(
        _ answer: Answer, _ journey: SignInJourney, _ record: SignInJourney.Record, _ provider: IdentityProvider
    ) async throws -> VouchedPerson {
        do {
            let metadata = try await door.metadata(of: provider.issuer)
            // Before anything is sent anywhere: an answer of another provider would carry its code to this one's address.
            guard answer.issuer == nil ? !metadata.namesItself : answer.issuer == provider.issuer else {
                throw ProviderFailure(.unacceptable, "another provider answered than was asked")
            }
            guard answer.error == nil else {
                throw ProviderFailure(.denied, String(answer.error?.prefix(100) ?? ""))
            }
            guard let code = answer.code, !code.isEmpty else { throw ProviderFailure(.unacceptable, "there is no code") }
            let tokens = try await door.tokens(
                forCode: code, verifier: journey.verifier, returnAddress: record.returnAddress, clientID: provider.clientID,
                secret: try secrets.open(provider), at: metadata)
            let claims = try await door.claims(of: tokens.identity, from: metadata)
            try IDTokenRule(issuer: provider.issuer, clientID: provider.clientID, now: clock.now())
                .check(claims, nonce: journey.nonce, accessToken: tokens.access)
            var documents = [claims]
            if let more = try await userInfo(tokens, claims, metadata, provider) { documents.append(more) }
            guard let person = VouchedPerson(documents, groupsClaim: provider.groupsClaim) else {
                throw ProviderFailure(.unacceptable, "sub is missing")
            }
            return person
        } catch let fault as TokenFault {
            throw ProviderFailure(.unacceptable, fault.reason)
        } catch let fault as SignedTokenError {
            throw ProviderFailure(.unacceptable, "the ID token: \(fault)")
        } catch let refused as ProviderDoor.CodeRefused {
            throw ProviderFailure(.unacceptable, "the code was refused: \(refused.reason)")
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            throw ProviderFailure(.unreachable, refusal.cause ?? refusal.detail)
        }
    }

    /// Where the ID token does not say all that we ask for. It must be about the same person (Core 1.0 §5.3.2).
    private func userInfo(
        _ tokens: ProviderDoor.Tokens, _ claims: JSONValue, _ metadata: ProviderMetadata, _ provider: IdentityProvider
    ) async throws -> JSONValue? {
        let wanted = ["email", "name", "preferred_username"] + (provider.groupsClaim.isEmpty ? [] : [provider.groupsClaim])
        guard wanted.contains(where: { claims[$0] == nil }), let access = tokens.access, let address = metadata.userInfoEndpoint
        else { return nil }
        let more = try await door.userInfo(access, at: address)
        guard let subject = more["sub"]?.string, subject == claims["sub"]?.string else {
            throw ProviderFailure(.unacceptable, "userinfo is about another person")
        }
        return more
    }
}

/// Why a sign-in ends, for the person and, with the cause, for the log.
struct ProviderFailure: Error {
    let refusal: ProviderRefusal
    let cause: String
    let subject: String?

    init(_ refusal: ProviderRefusal, _ cause: String, subject: String? = nil) {
        (self.refusal, self.cause, self.subject) = (refusal, cause, subject)
    }
}
