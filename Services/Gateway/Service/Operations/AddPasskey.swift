import Core
import Database
import GatewayAPI
import Observability
import Passkeys

/// Gives a person a passkey that his browser has just made.
struct AddPasskey: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let ask: AskPasskey
    let note: NoteSecurity
    let logger: Logger

    /// `cookie` is the session's new one; `nil` where the same request has made the passkey before.
    func callAsFunction(
        _ response: RegistrationResponse, named name: String, _ session: Session, from origin: SignInOrigin, _ creation: Creation
    ) async throws -> (passkey: Passkey, cookie: String?) {
        let site = try ask.place()
        let now = clock.now()
        let store = PasskeyStore()
        guard let challenge = try? ClientData(response.clientData).challenge else { throw Self.refusal }
        let before = try await database.write { tx -> Passkey? in
            tx.notes?.isBookkeeping = true
            if let made = try creation.made(in: tx, find: { try store.find($0, in: tx) }) { return made }
            guard let asked = try PasskeyChallengeStore().take(PasskeyChallenge.digest(challenge), in: tx),
                asked.isFor(.add, PasskeyChallenge.holder(session), at: now)
            else { throw CheckPasskey.expired }
            return nil
        }
        if let before { return (before, nil) }
        let made: NewCredential
        do throws(PasskeyFault) {
            made = try site.verify(response, challenge: challenge)
        } catch {
            logger.notice("A new passkey was refused", ["fault": error.rawValue])
            throw Self.refusal
        }
        return try await database.write { tx in
            try tx.lock(key: "passkeys:\(session.user.id)")
            try tx.lock(key: Passkey.lockKey(made.id))
            let (passkey, isNew) = try creation.once(in: tx, find: { try store.find($0, in: tx) }) {
                try check(made, session.user.id, in: tx)
                let passkey = Passkey(
                    id: ids.next(), userID: session.user.id, credentialID: made.id, publicKey: made.publicKey,
                    signCount: made.signCount, name: name, transports: response.transports, canBeBackedUp: made.canBeBackedUp,
                    isBackedUp: made.isBackedUp, createdAt: now, lastUsedAt: nil, copiedAt: nil,
                    version: 1)
                try store.insert(passkey, in: tx)
                tx.notes?.record(passkey.id.description)
                try note(.passkeyAdded, of: session.user, from: origin, language: session.language, in: tx)
                return (passkey.id, passkey)
            }
            return (passkey, isNew ? try OpenSession.rotate(session, at: now, in: tx) : nil)
        }
    }

    private func check(_ made: NewCredential, _ user: ID, in tx: Transaction) throws {
        guard try PasskeyStore().find(credentialID: made.id, in: tx) == nil else {
            throw Refusal(.conflict, "passkey-known", "This passkey was added already. Make another one.")
        }
        guard try PasskeyStore().list(of: user, in: tx).count < Passkey.most else {
            throw Refusal(
                .conflict, "too-many-passkeys", "Nobody has more than \(Passkey.most) passkeys. Remove one that you do not use.")
        }
    }

    private static let refusal = Refusal(
        .invalid, "passkey-not-made",
        "What the browser sent is no passkey of this site that answers the question. Ask for options and try again.",
        faults: [
            Fault(pointer: "/credential", code: "passkey-not-made", detail: "It is no answer to the options that were given.")
        ])
}
