import Core
import Crypto
import Database
import Passkeys

/// Puts the questions that passkeys answer.
struct AskPasskey: Sendable {
    let database: any Database
    let clock: any WallClock
    /// `nil` where browsers allow no passkeys.
    let site: PasskeySite?

    /// To a signed-in person who wants to add one.
    func toAdd(_ session: Session) async throws -> CreationOptions {
        let (site, user) = (try self.place(), session.user)
        let challenge = SecureRandom.bytes(32)
        let known = try await database.write { tx in
            try put(challenge, .add, PasskeyChallenge.holder(session), user.id, in: tx)
            return try PasskeyStore().list(of: user.id, in: tx)
        }
        return CreationOptions(
            site: site, challenge: challenge, handle: Passkey.handle(of: user.id), login: user.login, name: user.name,
            known: known.map(\.descriptor))
    }

    /// To a signed-in person who is to prove who he is.
    func toProve(_ session: Session) async throws -> RequestOptions {
        let (site, user) = (try self.place(), session.user.id)
        let challenge = SecureRandom.bytes(32)
        let known = try await database.write { tx in
            try put(challenge, .prove, PasskeyChallenge.holder(session), user, in: tx)
            return try PasskeyStore().list(of: user, in: tx)
        }
        return RequestOptions(site: site, challenge: challenge, allowed: known.map(\.descriptor), demandsVerification: true)
    }

    /// To somebody at the door: after his password about his own passkeys, which may be none, else about any of the site. `holder`
    /// is the browser's cookie for this.
    func toSignIn(_ pending: PendingSignIn?, holder: String) async throws -> RequestOptions {
        let site = try self.place()
        let challenge = SecureRandom.bytes(32)
        let holder = PasskeyChallenge.holder(cookie: holder)
        let known = try await database.write { tx in
            try put(challenge, pending == nil ? .signIn : .secondStep, holder, pending?.userID, in: tx)
            return try pending.map { try PasskeyStore().list(of: $0.userID, in: tx) } ?? []
        }
        // An empty list would mean: any of the site.
        guard pending == nil || !known.isEmpty else { throw CheckPasskey.refusal }
        return RequestOptions(
            site: site, challenge: challenge, allowed: known.map(\.descriptor), demandsVerification: pending == nil)
    }

    private func put(
        _ challenge: [UInt8], _ purpose: PasskeyChallenge.Purpose, _ holder: [UInt8], _ user: ID?, in tx: Transaction
    ) throws {
        tx.notes?.isBookkeeping = true
        try PasskeyChallengeStore().insert(
            PasskeyChallenge(
                digest: PasskeyChallenge.digest(challenge), purpose: purpose, holder: holder, userID: user,
                createdAt: clock.now()), in: tx)
    }

    /// Throws `passkeys-unavailable` where browsers allow none.
    func place() throws(Refusal) -> PasskeySite {
        guard let site else {
            throw Refusal(
                .unavailable, "passkeys-unavailable",
                "Browsers allow passkeys only at an address with HTTPS and a name. The operator sets CRM_PUBLIC_URL to it.")
        }
        return site
    }
}
